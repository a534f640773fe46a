package dev.perdure.activities;

import dev.perdure.core.skill.Cancellation;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** Tells one attempt to stop, and why. The first reason stands. */
final class StopSignal implements Cancellation {

  private final CompletableFuture<RuntimeException> reason = new CompletableFuture<>();

  /**
   * Asks to stop.
   *
   * @param why what the attempt is to end with
   */
  void request(RuntimeException why) {
    reason.complete(why);
  }

  @Override
  public boolean requested() {
    return reason.isDone();
  }

  /** Completes with the reason when stopping is requested. */
  CompletableFuture<RuntimeException> whenRequested() {
    return reason.copy();
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // the action's end is nobody's concern
  public Registration onRequest(Runnable action) {
    AtomicReference<Runnable> once = new AtomicReference<>(action);
    reason.thenRun(() -> once.getAndSet(() -> {}).run());
    return () -> once.set(() -> {});
  }

  /** Waits; true when stopping was requested before the time was over. */
  boolean await(Duration time) {
    try {
      reason.get(time.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      request(Failures.interrupted("worker_shutting_down", "The worker shuts down.", e));
      return true;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // never completed exceptionally
    }
  }

  /** Why; to be asked only when it was requested. */
  RuntimeException reason() {
    return reason.join();
  }
}
