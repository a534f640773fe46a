package dev.perdure.skills.builtin.data.process;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Ends a process when its time is over or nobody waits for it, with all its children. */
final class Killer implements AutoCloseable {

  private final Process process;
  private final Duration grace;
  private final AtomicBoolean late = new AtomicBoolean();
  private final Thread clock;

  /**
   * @param grace how long a process that is told to end may take for it
   */
  Killer(Process process, Duration time, Duration grace) {
    this.process = process;
    this.grace = grace;
    this.clock = Thread.ofVirtual().name("query-deadline").start(() -> whenOver(time));
  }

  /** Whether it was ended for its time was over. */
  boolean late() {
    return late.get();
  }

  /** Ends it; returns at once. */
  void now() {
    Thread.ofVirtual().name("query-end").start(this::end);
  }

  @Override
  public void close() {
    clock.interrupt();
    end();
  }

  private void whenOver(Duration time) {
    try {
      if (!process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
        late.set(true);
        end();
      }
    } catch (InterruptedException e) {
      // it ended in time
    }
  }

  /** Ends it, and waits until it is told. */
  void end() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // it is gone already
    }
    try {
      if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  private void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
