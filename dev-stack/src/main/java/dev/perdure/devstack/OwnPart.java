package dev.perdure.devstack;

import dev.perdure.devstack.process.LogTail;
import dev.perdure.devstack.process.ManagedProcess;
import dev.perdure.devstack.process.ProcessSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A server started by this stack. The subclasses know how each is started and asked. */
abstract class OwnPart implements Part {

  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private final Path log;
  private final ReentrantLock starting = new ReentrantLock();
  private volatile @Nullable ManagedProcess process;

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
  public boolean isAlive() {
    return running().isPresent();
  }

  @Override
  public long pid() {
    return running().map(ManagedProcess::pid).orElse(0L);
  }

  private Optional<ManagedProcess> running() {
    return Optional.ofNullable(process).filter(ManagedProcess::isAlive);
  }

  @Override
  public void start() {
    starting.lock();
    try {
      if (!isAlive()) {
        ManagedProcess started = ManagedProcess.start(prepare());
        process = started;
        awaitAnswer(started);
      }
    } finally {
      starting.unlock();
    }
  }

  private void awaitAnswer(ManagedProcess started) {
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
  public void stop() {
    running().ifPresent(found -> found.stop(STOP_LIMIT));
  }

  /** Ends it at once, its data not needed again, but what it holds of the machine given back. */
  void discard() {
    kill();
  }

  /** Sends a signal and waits for the end; kills it when it does not come. */
  final void endBy(String signal) {
    running().ifPresent(found -> found.endBy(signal, Duration.ofSeconds(5)));
  }

  @Override
  public void kill() {
    running().ifPresent(ManagedProcess::killTree);
  }

  @Override
  public void suspend() {
    running().ifPresent(ManagedProcess::suspend);
  }

  @Override
  public void resume() {
    running().ifPresent(ManagedProcess::resume);
  }

  @Override
  public boolean awaitEnd(Duration limit) {
    return running().map(found -> found.awaitExit(limit)).orElse(true);
  }
}
