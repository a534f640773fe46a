package dev.perdure.devstack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagedProcessTest {

  @TempDir private Path folder;

  @Test
  void diesWithTheJvmThatStartedItEvenWhenThatIsKilled() throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ManagedProcessTest.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long pid;
    try (BufferedReader out = jvm.inputReader(StandardCharsets.UTF_8)) {
      pid = Long.parseLong(out.readLine());
      assertThat(ProcessHandle.of(pid)).isPresent();
      jvm.destroyForcibly().waitFor();
    }
    await().until(() -> ProcessHandle.of(pid).isEmpty());
  }

  /** Stands for a test JVM that is killed. */
  public static void main(String[] args) throws InterruptedException {
    ManagedProcess child = ManagedProcess.start(spec(Path.of(args[0]), "sleep", "300"));
    System.out.println(child.pid());
    Thread.sleep(Duration.ofMinutes(5));
  }

  @Test
  void tellsItsExitCodeAndAppendsItsOutputToItsLog() throws IOException {
    ManagedProcess first = ManagedProcess.start(spec(folder, "sh", "-c", "echo one; exit 7"));
    assertThat(first.onExit().join()).isEqualTo(7);
    ManagedProcess.start(spec(folder, "sh", "-c", "echo two >&2")).onExit().join();

    assertThat(Files.readString(folder.resolve("it.log"))).isEqualTo("one\ntwo\n");
  }

  @Test
  void killsWhatDoesNotEndWhenAsked() {
    ManagedProcess stubborn =
        ManagedProcess.start(
            spec(folder, "sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done"));
    await().until(() -> LogTail.lastLine(folder.resolve("it.log")).equals("ready"));

    stubborn.stop(Duration.ofMillis(300));

    assertThat(stubborn.isAlive()).isFalse();
    assertThat(ProcessHandle.of(stubborn.pid())).isEmpty();
  }

  private static ProcessSpec spec(Path folder, String... command) {
    return ProcessSpec.of("it", List.of(command), Map.of(), folder, folder.resolve("it.log"));
  }
}
