package dev.perdure.skills.sandbox;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Looks again, ever more seldom, for what was not there at the start: a cluster may be away. */
final class LookAgain implements AutoCloseable {

  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Duration TO_END = Duration.ofSeconds(10);

  private final Thread thread;

  /**
   * Begins.
   *
   * @param first the pause before the first look
   * @param look whether it was found, which ends it
   */
  LookAgain(Duration first, BooleanSupplier look) {
    this.thread = Thread.ofVirtual().name("sandbox-look").start(() -> run(first, look));
  }

  private static void run(Duration first, BooleanSupplier look) {
    Duration pause = first;
    try {
      do {
        Thread.sleep(pause);
        pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
      } while (!look.getAsBoolean());
    } catch (InterruptedException e) {
      // It is closed.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(TO_END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
