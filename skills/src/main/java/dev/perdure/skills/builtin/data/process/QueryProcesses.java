package dev.perdure.skills.builtin.data.process;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.skills.builtin.data.child.QueryProcess;
import dev.perdure.skills.builtin.data.table.QueryLimits;
import dev.perdure.skills.builtin.data.table.Table;
import dev.perdure.skills.builtin.data.wire.Failure;
import dev.perdure.skills.builtin.data.wire.Request;
import dev.perdure.skills.sandbox.process.WorkerFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs each query in a JVM of its own, so that one that takes too much, or makes native code crash,
 * harms nobody.
 */
public final class QueryProcesses {

  private static final Logger log = LoggerFactory.getLogger(QueryProcesses.class);

  private static final int HEAP_MB = 128;

  /** Code, classes, stacks, and what DuckDB does not count. */
  private static final int BESIDES_MB = 640;

  /** What the process says besides the rows. */
  private static final long BESIDES_BYTES = 8L * 1024 * 1024;

  private static final Duration TO_CANCEL = Duration.ofSeconds(2);
  private static final int OUT_OF_MEMORY = 3;
  private static final int KILLED = 128 + 9;
  private static final int CPU_TIME = 128 + 24;

  private final PrivateFolders folders;
  private final QueryLimits limits;
  private final Launcher launcher;
  private final Semaphore slots;
  private final ReentrantLock preparing = new ReentrantLock();
  private volatile @Nullable QueryRuntime runtime;

  public QueryProcesses(PrivateFolders folders, QueryLimits limits, Launcher launcher) {
    this.folders = folders;
    this.limits = limits;
    this.launcher = launcher;
    this.slots = new Semaphore(limits.concurrent(), true);
  }

  /**
   * Waits until one more query may run. What it needs on the disk is made ready afterwards, so that
   * no more of that is there than of queries.
   *
   * @throws PerdureException {@code queries_busy}, retryable; {@code Cancelled}
   */
  public Turn takeTurn(Cancellation cancellation) {
    cancellation.throwIfRequested();
    takeSlot();
    return new Turn(cancellation);
  }

  /** The right to run a query; to be closed when nothing of that is left. */
  public final class Turn implements AutoCloseable {

    private final Cancellation cancellation;

    private Turn(Cancellation cancellation) {
      this.cancellation = cancellation;
    }

    /**
     * Runs a query and waits for what it comes to.
     *
     * @param folder the query's own
     * @throws PerdureException {@code query_process_died}, {@code query_process_failed}, both
     *     retryable; {@code query_engine_unavailable}; {@code Cancelled}
     */
    public Answer run(Request request, Path folder) {
      cancellation.throwIfRequested();
      try {
        return inProcess(request, folder, cancellation);
      } catch (IOException e) {
        throw PerdureException.toolRetryable(
            "query_process_failed", "No process for the query could be started.", null, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw PerdureException.cancelled();
      }
    }

    @Override
    public void close() {
      slots.release();
    }
  }

  private void takeSlot() {
    try {
      if (!slots.tryAcquire(limits.time().toMillis(), TimeUnit.MILLISECONDS)) {
        throw PerdureException.toolRetryable(
            "queries_busy", "Too many queries run here now.", Duration.ofSeconds(5), null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw PerdureException.cancelled();
    }
  }

  private Answer inProcess(Request request, Path folder, Cancellation cancellation)
      throws IOException, InterruptedException {
    Process process = start(request, folder);
    Duration grace = request instanceof Request.OfDatabase ? TO_CANCEL : Duration.ZERO;
    try (Killer killer = new Killer(process, limits.time(), grace);
        Cancellation.Registration _ = cancellation.onRequest(killer::now)) {
      send(request, process);
      Answer answer =
          new AnswerReader()
              .read(
                  new CappedStream(
                      process.getInputStream(), limits.resultBytes() * 2 + BESIDES_BYTES))
              .orElse(null);
      cancellation.throwIfRequested();
      if (answer != null) {
        return answer;
      }
      if (!process.waitFor(TO_CANCEL.toMillis(), TimeUnit.MILLISECONDS)) {
        killer.end();
      }
      cancellation.throwIfRequested();
      return died(killer.late(), process.waitFor());
    }
  }

  private Process start(Request request, Path folder) throws IOException {
    QueryRuntime ready = runtime();
    boolean ofFiles = request instanceof Request.OfFiles;
    int memory = HEAP_MB + BESIDES_MB + (ofFiles ? limits.memoryMb() : 0);
    Launcher.Most most =
        new Launcher.Most(
            memory, limits.time().toSeconds() * 3 + 10, Math.max(64, limits.spillMb()));
    List<String> command = new ArrayList<>(java(folder, ready));
    command.add("-cp");
    command.add(ofFiles ? ready.files() : ready.databases());
    command.add(QueryProcess.class.getName());
    ProcessBuilder builder = new ProcessBuilder(launcher.around(command, folder, most));
    builder.environment().clear();
    builder.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "MALLOC_ARENA_MAX", "2"));
    builder.directory(folder.resolve("files").toFile());
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return builder.start();
  }

  private static List<String> java(Path folder, QueryRuntime runtime) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xms16m",
        "-Xmx" + HEAP_MB + "m",
        "-Xss1m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:ReservedCodeCacheSize=32m",
        "-XX:CompressedClassSpaceSize=32m",
        "-XX:MaxMetaspaceSize=96m",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:+SuppressFatalErrorMessage",
        "-XX:-UsePerfData",
        "-XX:+DisableAttachMechanism",
        "--enable-native-access=ALL-UNNAMED",
        "-Duser.timezone=UTC",
        "-Duser.language=en",
        "-Duser.home=" + folder.resolve("spill"),
        "-Djava.io.tmpdir=" + folder.resolve("spill"),
        "-Djava.library.path=" + runtime.library());
  }

  private QueryRuntime runtime() throws IOException {
    preparing.lock();
    try {
      QueryRuntime ready = runtime;
      if (ready == null) {
        Path folder = folders.root().resolve("runtime");
        WorkerFolder.remove(folder);
        ready = QueryRuntime.prepare(Files.createDirectory(folder));
        runtime = ready;
      }
      return ready;
    } finally {
      preparing.unlock();
    }
  }

  /** What happens to a process that dies meanwhile is seen by what it says, or does not. */
  private static void send(Request request, Process process) {
    try {
      request.write(process.getOutputStream());
    } catch (IOException e) {
      log.debug("a query's process took no request");
    }
  }

  private static Answer died(boolean late, int exit) {
    if (late || exit == CPU_TIME) {
      return failed(Failure.TOO_SLOW);
    }
    if (exit == OUT_OF_MEMORY) {
      return failed(Failure.TOO_LARGE);
    }
    log.warn("a query's process ended with {}", exit);
    if (exit == KILLED) {
      throw PerdureException.toolRetryable(
          "query_process_died", "The process of the query was killed.", null, null);
    }
    if (exit == QueryProcess.NO_LIBRARY) {
      throw PerdureException.toolFinal(
          "query_engine_unavailable",
          "DuckDB's library can't be loaded on this machine. Its folder may be mounted noexec.",
          null);
    }
    return failed(Failure.CRASHED);
  }

  private static Answer failed(Failure failure) {
    return new Answer(List.of(), List.of(), new Table(List.of(), List.of(), 0, false), failure, "");
  }
}
