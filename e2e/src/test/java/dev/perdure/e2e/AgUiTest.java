package dev.perdure.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.devstack.process.Shell;
import dev.perdure.e2e.client.Cuts;
import dev.perdure.e2e.client.Json;
import dev.perdure.e2e.client.PerdureClient;
import dev.perdure.e2e.client.Started;
import dev.perdure.e2e.client.StreamRecording;
import dev.perdure.e2e.harness.PerdureStack;
import dev.perdure.testkit.Behaviour;
import dev.perdure.testkit.Behaviour.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is streamed is AG-UI by the verdict of the protocol's own client. */
@ExtendWith(SharedProduct.class)
class AgUiTest {

  @TempDir Path folder;

  @Test
  void theOfficialVerifierAcceptsOurStreams(PerdureStack stack)
      throws IOException, InterruptedException {
    PerdureClient client = stack.client();
    String agent = Story.newAgent(client);
    String mark = "mark-" + UUID.randomUUID();
    stack
        .models()
        .script(
            Behaviour.broken("this will be void", Kind.CUT, 3).chunked(4, 20).whenUserSays(mark),
            Behaviour.status(401).whenUserSays("refused-" + mark));
    record(client, agent, Story.SEVERAL_STEPS.formatted("x"), "steps");
    record(client, agent, "[[say again]] " + mark, "reset");
    record(client, agent, "refused-" + mark, "error");

    Path web = web();
    if (!Files.isDirectory(web.resolve("node_modules"))) {
      run(web, "npm ci --no-audit --no-fund");
    }
    run(web, "npm run --silent verify:agui -- " + folder + "/*.json");
  }

  private void record(PerdureClient client, String agent, String input, String name)
      throws IOException {
    Started started = client.start(agent, input);
    StreamRecording told = client.watchRun(started.runId(), Cuts.none()).awaitEnd(Story.PATIENCE);
    assertThat(told.faults()).isEmpty();
    Files.writeString(folder.resolve(name + ".json"), Json.write(told.raw()));
  }

  private static Path web() {
    Path dir = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(dir.resolve(".mvn"))) {
      dir = Objects.requireNonNull(dir.getParent(), "not inside a clone of Perdure");
    }
    return dir.resolve("web");
  }

  private static void run(Path folder, String command) throws IOException, InterruptedException {
    Shell.Result result =
        Shell.run(List.of("sh", "-c", "cd '" + folder + "' && " + command), Duration.ofMinutes(5));
    assertThat(result.exitCode()).as(command + ": " + result.output()).isZero();
    System.out.println("[e2e] " + result.output().strip());
  }
}
