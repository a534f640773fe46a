package dev.perdure.activities;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Writes what a finished model or tool call came to, again and again while the database is away for
 * a moment: making the call anew would cost more than waiting.
 */
final class Insistence {

  /** Within what an attempt may take besides its call. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private Insistence() {}

  static <T> T on(Supplier<T> write, StopSignal stop) {
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        return write.get();
      } catch (PerdureException e) {
        boolean over = System.nanoTime() - giveUpAt >= 0;
        if (!(e.error() instanceof PerdureError.Unavailable) || over || stop.await(pause)) {
          throw e;
        }
        pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
      }
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
