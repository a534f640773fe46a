package dev.perdure.devstack.process;

import dev.perdure.devstack.DevStackException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A running process that dies with this JVM, also when the JVM is killed with -9.
 *
 * <p>A small shell stands between: its standard input is a pipe that only this JVM holds open, and
 * when the pipe closes it kills the process. That works on Linux and macOS alike.
 */
public final class ManagedProcess {

  private static final String WATCH =
      """
      exec 3<&0
      log=$1; orphan=$2; shift 2
      "$@" 3<&- </dev/null >>"$log" 2>&1 &
      p=$!
      echo "$p"
      exec >/dev/null 2>&1
      ( while read -r _ <&3; do :; done
        kill "-$orphan" "$p"; sleep 2; kill -KILL "$p" ) &
      w=$!
      wait "$p"; rc=$?
      kill -KILL "$w"
      exit "$rc"
      """;

  private final ProcessSpec spec;
  private final Process watcher;
  private final long pid;

  private ManagedProcess(ProcessSpec spec, Process watcher, long pid) {
    this.spec = spec;
    this.watcher = watcher;
    this.pid = pid;
  }

  /** Starts the process. That its program exists and goes on running is for the caller to see. */
  public static ManagedProcess start(ProcessSpec spec) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("sh", "-c", WATCH, "perdure-" + spec.name()));
    command.addAll(List.of(spec.log().toString(), spec.orphanSignal()));
    command.addAll(spec.command());
    ProcessBuilder builder = new ProcessBuilder(command).directory(spec.directory().toFile());
    builder.environment().putAll(spec.environment());
    try {
      Files.createDirectories(spec.log().getParent());
      builder.redirectError(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
      Process watcher = builder.start();
      return new ManagedProcess(spec, watcher, readPid(spec, watcher));
    } catch (IOException e) {
      throw new DevStackException("Can't start %s: %s".formatted(spec.name(), e.getMessage()), e);
    }
  }

  private static long readPid(ProcessSpec spec, Process watcher) throws IOException {
    BufferedReader out = watcher.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    if (line == null) {
      throw new IOException("it ended at once; see " + spec.log());
    }
    return Long.parseLong(line.strip());
  }

  public ProcessSpec spec() {
    return spec;
  }

  /** The process id of the program itself. */
  public long pid() {
    return pid;
  }

  public boolean isAlive() {
    return watcher.isAlive();
  }

  /** Completes with the exit code when the process has ended. */
  public CompletableFuture<Integer> onExit() {
    return watcher.onExit().thenApply(Process::exitValue);
  }

  /** Kills the process at once (SIGKILL), and waits until it is gone. */
  public void kill() {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    awaitExit(Duration.ofSeconds(30));
  }

  /** As {@link #kill}, together with the processes it started. */
  public void killTree() {
    List<ProcessHandle> children = descendants();
    kill();
    children.forEach(ProcessHandle::destroyForcibly);
    children.forEach(child -> child.onExit().orTimeout(30, TimeUnit.SECONDS).join());
  }

  /** Stops the process where it is (SIGSTOP), with the processes it started. */
  public void suspend() {
    Shell.signal("STOP", pid);
    descendants().forEach(child -> Shell.signal("STOP", child.pid()));
  }

  /** Lets a suspended process go on (SIGCONT). */
  public void resume() {
    descendants().forEach(child -> Shell.signal("CONT", child.pid()));
    Shell.signal("CONT", pid);
  }

  /** Asks the process to end, and kills it when it has not ended in time. */
  public void stop(Duration patience) {
    endBy(spec.stopSignal(), patience);
  }

  /** As {@link #stop}, with another signal. */
  public void endBy(String signal, Duration patience) {
    if (isAlive()) {
      Shell.signal(signal, pid);
      if (!awaitExit(patience)) {
        killTree();
      }
    }
  }

  private List<ProcessHandle> descendants() {
    return ProcessHandle.of(pid).map(ProcessHandle::descendants).stream()
        .flatMap(stream -> stream)
        .toList();
  }

  /** Waits until the process has ended; false when it still runs after the time limit. */
  public boolean awaitExit(Duration patience) {
    try {
      return watcher.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
