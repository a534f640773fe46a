package dev.perdure.activities;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The one timer thread of a worker's activities. What is due runs on a virtual thread of its own,
 * so that nobody's waiting delays another's.
 */
final class Ticker implements AutoCloseable {

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("activity-ticker").factory());

  /** Runs the action now and then again and again, until the registration is closed. */
  Registration every(Duration period, Runnable action) {
    var task =
        timer.scheduleAtFixedRate(
            () -> Thread.startVirtualThread(action), 0, period.toNanos(), TimeUnit.NANOSECONDS);
    return () -> task.cancel(false);
  }

  /** Runs the action once, later; not at all when the worker stops before. */
  @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it or takes it back
  void after(Duration delay, Runnable action) {
    try {
      timer.schedule(
          () -> Thread.startVirtualThread(action), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // the worker stops; whoever asked does without
      return;
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  /** Ends a repetition. */
  @FunctionalInterface
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
