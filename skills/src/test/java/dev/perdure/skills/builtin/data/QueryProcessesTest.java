package dev.perdure.skills.builtin.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.perdure.core.error.PerdureError.ToolFailed;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.OutboundHosts;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.skills.builtin.data.child.QueryProcess;
import dev.perdure.skills.builtin.data.process.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes of queries: ended, killed, left behind. */
class QueryProcessesTest {

  private static final String ENDLESS =
      "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range <> b.range";

  @TempDir Path root;
  private Scene scene;

  @BeforeEach
  void open() {
    scene = Scene.in(root.resolve("queries"));
    scene.workspace.with("s.csv", "a\n1\n");
  }

  @AfterEach
  void close() throws IOException {
    scene.close();
  }

  private List<ProcessHandle> processes() {
    return ProcessHandle.current()
        .descendants()
        .filter(process ->
            process.info().arguments().stream()
                .anyMatch(arguments ->
                    List.of(arguments).contains(QueryProcess.class.getName())
                        && String.join(" ", arguments).contains(root.toString())))
        .toList();
  }

  private ProcessHandle onlyProcess() {
    await().until(() -> processes().size() == 1);
    return processes().getFirst();
  }

  private CompletableFuture<ToolOutput> endless(Stoppable cancellation) {
    return CompletableFuture.supplyAsync(
        () -> scene.call("query_files", Map.of("sql", ENDLESS), cancellation));
  }

  @Test
  void aKilledProcessIsSaidToBeTriedAgain() {
    CompletableFuture<ToolOutput> running = endless(new Stoppable());
    onlyProcess().destroyForcibly();
    assertThatThrownBy(running::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            PerdureException.class,
            e ->
                assertThat(e.error())
                    .isInstanceOfSatisfying(
                        ToolFailed.class,
                        failed -> {
                          assertThat(failed.code()).isEqualTo("query_process_died");
                          assertThat(failed.retryable()).isTrue();
                        }));
    assertThat(scene.folders()).isEmpty();
    assertThat(scene.sql("SELECT a FROM s").content()).contains("| 1 |");
  }

  @Test
  void filesAreNotCopiedBeforeItIsTheirTurn() {
    Stoppable cancellation = new Stoppable();
    List<Thread> running =
        IntStream.range(0, 2 * Scene.SMALL.concurrent())
            .mapToObj(i ->
                Thread.ofVirtual()
                    .start(() -> {
                      try {
                        scene.call("query_files", Map.of("sql", ENDLESS), cancellation);
                      } catch (PerdureException e) {
                        // It was stopped.
                      }
                    }))
            .toList();
    await().until(() -> processes().size() == Scene.SMALL.concurrent());
    await()
        .during(Duration.ofMillis(500))
        .until(() -> scene.folders().size() == Scene.SMALL.concurrent());
    cancellation.request();
    await().atMost(Duration.ofSeconds(30)).until(() -> running.stream().noneMatch(Thread::isAlive));
    assertThat(scene.folders()).isEmpty();
  }

  @Test
  void aCancelledQueryEndsAtOnce() {
    Stoppable cancellation = new Stoppable();
    CompletableFuture<ToolOutput> running = endless(cancellation);
    ProcessHandle process = onlyProcess();
    cancellation.request();
    assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(3));
    assertThatThrownBy(running::join).hasCauseInstanceOf(PerdureException.class);
    assertThat(scene.folders()).isEmpty();
  }

  @Test
  void anEndlessQueryIsStoppedAtTheLimit() {
    long began = System.nanoTime();
    ToolOutput output = scene.sql(ENDLESS);
    assertThat(output.error()).isTrue();
    assertThat(output.content()).contains("longer than 10 seconds");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(14));
    assertThat(processes()).isEmpty();
  }

  @Test
  void theEnvironmentOfTheServiceIsNotHandedOn() throws IOException {
    CompletableFuture<ToolOutput> running = endless(new Stoppable());
    ProcessHandle process = onlyProcess();
    Path environment = Path.of("/proc", String.valueOf(process.pid()), "environ");
    if (Files.isReadable(environment)) {
      await()
          .untilAsserted(() ->
              assertThat(Files.readString(environment).split("\0", -1))
                  .containsExactlyInAnyOrder("LC_ALL=C.UTF-8", "MALLOC_ARENA_MAX=2", ""));
    }
    process.destroyForcibly();
    assertThat(running).failsWithin(Duration.ofSeconds(5));
  }

  @Test
  void noMoreThanAllowedRunAtOnce() {
    List<CompletableFuture<ToolOutput>> all =
        IntStream.range(0, 5)
            .mapToObj(_ ->
                CompletableFuture.supplyAsync(
                    () -> scene.sql("SELECT count(*) AS n FROM range(1000)"),
                    command -> Thread.ofVirtual().start(command)))
            .toList();
    while (!all.stream().allMatch(CompletableFuture::isDone)) {
      assertThat(processes()).hasSizeLessThanOrEqualTo(2);
      Thread.onSpinWait();
    }
    assertThat(all).allSatisfy(output -> assertThat(output.join().content()).contains("1000"));
  }

  @Test
  void whatAKilledWorkerLeftIsWipedByTheNext() throws IOException {
    Path left = Files.createDirectories(root.resolve("queries/worker-dead/files"));
    Files.writeString(left.resolve("data.csv"), "somebody's data");
    Files.createFile(root.resolve("queries/worker-dead/lock"));
    Files.setLastModifiedTime(
        root.resolve("queries/worker-dead/lock"), FileTime.from(Instant.EPOCH));
    Files.createSymbolicLink(left.resolve("link"), root);
    try (Scene next = new Scene(root.resolve("queries"), Scene.SMALL, OutboundHosts.none())) {
      assertThat(root.resolve("queries/worker-dead")).doesNotExist();
      assertThat(scene.sql("SELECT a FROM s").error()).as("a living one's is left alone").isFalse();
      assertThat(next.folders()).isEmpty();
    }
    assertThat(root).exists();
  }

  @Test
  void aLibraryThatCannotBeLoadedIsSaid() throws IOException {
    Launcher elsewhere =
        (command, _, _) ->
            command.stream()
                .map(part ->
                    part.startsWith("-Djava.library.path=") ? "-Djava.library.path=/nowhere" : part)
                .toList();
    try (Scene other =
        new Scene(root.resolve("other"), Scene.SMALL, OutboundHosts.none(), elsewhere)) {
      other.workspace.with("s.csv", "a\n1\n");
      assertThatThrownBy(() -> other.sql("SELECT 1"))
          .isInstanceOf(PerdureException.class)
          .hasMessageContaining("can't be loaded");
    }
  }

  @Test
  void foldersAreReadByTheirOwnerOnly() throws IOException {
    assertThat(Files.getPosixFilePermissions(root.resolve("queries")))
        .hasSize(3)
        .allMatch(permission -> permission.name().startsWith("OWNER"));
  }
}
