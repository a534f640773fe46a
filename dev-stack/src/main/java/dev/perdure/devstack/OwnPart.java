package dev.perdure.devstack;

import dev.perdure.devstack.process.LogTail;
import dev.perdure.devstack.process.ManagedProcess;
import dev.perdure.devstack.process.ProcessSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A server started by this stack. The subclasses know how each is started and asked. */
abstract class OwnPart implements Part {

  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private final Path log;
  private @Nullable ManagedProcess process;

  OwnPart(Path log) {
    this.log = log;
  }

  /** Makes ready what the server needs, and says how to start it. */
  abstract ProcessSpec prepare();

  @Override
  public boolean isOwn() {
    return true;
  }

  @Override
  public Path log() {
    return log;
  }

  @Override
  public synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  @Override
  public synchronized long pid() {
    return process != null && process.isAlive() ? process.pid() : 0;
  }

  @Override
  public synchronized void start() {
    if (isAlive()) {
      return;
    }
    ManagedProcess started = ManagedProcess.start(prepare());
    process = started;
    Instant deadline = Instant.now().plus(START_LIMIT);
    while (!answers(Duration.ofSeconds(2))) {
      if (!started.isAlive()) {
        throw new DevStackException(
            "%s did not start. Its log (%s) ends with: %s"
                .formatted(name(), log, LogTail.lastLine(log)));
      }
      if (Instant.now().isAfter(deadline)) {
        started.killTree();
        throw new DevStackException(
            "%s does not answer %d s after its start. See its log: %s"
                .formatted(name(), START_LIMIT.toSeconds(), log));
      }
      LockSupport.parkNanos(Duration.ofMillis(30).toNanos());
    }
  }

  @Override
  public synchronized void stop() {
    if (process != null) {
      process.stop(STOP_LIMIT);
    }
  }

  @Override
  public synchronized void kill() {
    if (process != null) {
      process.killTree();
    }
  }

  @Override
  public synchronized void suspend() {
    if (process != null) {
      process.suspend();
    }
  }

  @Override
  public synchronized void resume() {
    if (process != null) {
      process.resume();
    }
  }
}
