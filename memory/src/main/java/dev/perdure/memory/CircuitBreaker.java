package dev.perdure.memory;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Keeps callers away from something that just failed: after a failure nobody is admitted for a
 * while, then one at a time to try.
 */
final class CircuitBreaker {

  private static final long CLOSED = 0;

  private final long restNanos;
  private final LongSupplier nanoClock;
  private final AtomicLong openUntil = new AtomicLong(CLOSED);

  CircuitBreaker(Duration rest, LongSupplier nanoClock) {
    this.restNanos = rest.toNanos();
    this.nanoClock = nanoClock;
  }

  /** Whether the caller may try; it tells {@link #succeeded} or {@link #failed} then. */
  boolean admits() {
    long until = openUntil.get();
    if (until == CLOSED) {
      return true;
    }
    return nanoClock.getAsLong() - until >= 0 && openUntil.compareAndSet(until, nextTrial());
  }

  /** Returns whether this closed it. */
  boolean succeeded() {
    return openUntil.get() != CLOSED && openUntil.getAndSet(CLOSED) != CLOSED;
  }

  /** Returns whether this opened it. */
  boolean failed() {
    return openUntil.getAndSet(nextTrial()) == CLOSED;
  }

  private long nextTrial() {
    long at = nanoClock.getAsLong() + restNanos;
    return at == CLOSED ? 1 : at;
  }
}
