package dev.perdure.skills.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.perdure.core.sandbox.SandboxBackend;
import dev.perdure.core.sandbox.SandboxResult;
import dev.perdure.core.skill.Cancellation;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No job outlives its worker, or what keeps it, whichever process of these is killed. */
@Timeout(120)
class LifelineTest {

  private static final Duration SOON = Duration.ofSeconds(5);

  /** Deeper there are processes that a kernel of its own has for those of the program. */
  private static final int LONGEST_CHAIN = 5;

  private static final Executor THREADS = work -> Thread.ofVirtual().start(work);

  @ParameterizedTest
  @ValueSource(strings = {"gvisor", "bubblewrap", "landlock", "quickjs"})
  void endsAJobWhoseWorkerIsKilled(String name) throws IOException {
    try (Backends backends = new Backends()) {
      find(backends, name);
    }
    Process worker =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LoneWorker.class.getName(),
                name)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = worker.inputReader(StandardCharsets.UTF_8)) {
      assertThat(said.lines().anyMatch(LoneWorker.STARTED::equals)).isTrue();
      List<ProcessHandle> job = worker.descendants().toList();
      assertThat(job).isNotEmpty();

      worker.destroyForcibly();

      awaitEnd(job);
    } finally {
      worker.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gvisor", "bubblewrap", "landlock"})
  void endsAJobWhateverIsKilledOfWhatKeepsIt(String name) {
    try (Backends backends = new Backends()) {
      SandboxBackend backend = find(backends, name);
      int keepers = 1;
      for (int i = 0; i < keepers; i++) {
        Backends.Kept kept = new Backends.Kept();
        CompletableFuture<SandboxResult> running =
            CompletableFuture.supplyAsync(
                () -> backend.run(LoneWorker.job(name), kept, Cancellation.NEVER), THREADS);
        await().atMost(Duration.ofSeconds(20)).until(() -> !kept.said().isEmpty());
        List<ProcessHandle> job = ProcessHandle.current().descendants().toList();
        List<ProcessHandle> chain = job.stream().filter(LifelineTest::keeps).toList();
        keepers = chain.size();
        assertThat(keepers).isGreaterThan(1);

        chain.get(i).destroyForcibly();

        try {
          awaitEnd(job);
        } finally {
          job.forEach(ProcessHandle::destroyForcibly);
        }
        await().atMost(SOON).until(running::isDone);
        assertThat(backends.folders().jobs()).isEmpty();
      }
    }
  }

  @Test
  void endsJobsThatRunAndThoseThatWaitWhenTheSandboxIsClosed() {
    Sandbox sandbox =
        Sandboxes.open(
            new SandboxSettings(SandboxSettings.AUTO, LoneWorker.job("any").limits(), 1),
            List.of());
    assumeTrue(sandbox.status().works(), "no sandbox works here");
    Backends.Kept kept = new Backends.Kept();
    List<CompletableFuture<SandboxResult>> jobs = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      jobs.add(
          CompletableFuture.supplyAsync(
              () -> sandbox.run(LoneWorker.job("any"), kept, Cancellation.NEVER), THREADS));
    }
    await().atMost(Duration.ofSeconds(20)).until(() -> !kept.said().isEmpty());
    List<ProcessHandle> processes = ProcessHandle.current().descendants().toList();

    sandbox.close();

    assertThat(processes).isNotEmpty();
    awaitEnd(processes);
    for (CompletableFuture<SandboxResult> job : jobs) {
      assertThat(job).failsWithin(SOON).withThrowableThat().withMessageContaining("sandbox_closed");
    }
  }

  /** Not of the program itself: what it does to its own processes is its own affair. */
  private static boolean keeps(ProcessHandle process) {
    return process.children().findAny().isPresent()
        && depth(process) <= LONGEST_CHAIN
        && process.info().command().stream().noneMatch(command -> command.endsWith("/bash"));
  }

  private static int depth(ProcessHandle process) {
    return process.parent().orElseThrow().equals(ProcessHandle.current())
        ? 1
        : 1 + depth(process.parent().orElseThrow());
  }

  private static SandboxBackend find(Backends backends, String name) {
    SandboxBackend found =
        backends.all().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    assumeTrue(found.probe().works(), name + " does not work on this machine");
    return found;
  }

  private static void awaitEnd(List<ProcessHandle> processes) {
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(processes.stream().filter(ProcessHandle::isAlive).map(LifelineTest::name))
                .isEmpty());
  }

  private static String name(ProcessHandle process) {
    return Stream.of(process.pid() + " ", process.info().commandLine().orElse("?"))
        .reduce("", String::concat);
  }
}
