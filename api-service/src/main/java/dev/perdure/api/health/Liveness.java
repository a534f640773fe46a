package dev.perdure.api.health;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Whether the process still does what it is given. One whose virtual threads no longer run, since
 * all their carriers are held, answers and polls but never gets anything done: only a new start
 * helps.
 */
final class Liveness {

  private final Duration limit;

  /**
   * @param limit the longest a thread may wait for its turn
   */
  Liveness(Duration limit) {
    this.limit = limit;
  }

  boolean alive() throws InterruptedException {
    CountDownLatch ran = new CountDownLatch(1);
    Thread.startVirtualThread(ran::countDown);
    return ran.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }
}
