package dev.perdure.workflows;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a run that waits for recovery tries again by itself: more and more rarely, for a day. */
final class RetryPlan {

  private static final List<Duration> FIRST =
      List.of(
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          Duration.ofMinutes(2),
          Duration.ofMinutes(4),
          Duration.ofMinutes(8));

  private static final Duration THEN = Duration.ofMinutes(15);
  private static final Duration AT_MOST = Duration.ofHours(24);

  private @Nullable Instant firstFailure;
  private int tries;

  /** How long to wait after one more failure; absent when the run is not to try again by itself. */
  @Nullable Duration afterFailure(boolean mayHeal) {
    Instant now = WallTime.now();
    Instant first = firstFailure == null ? now : firstFailure;
    firstFailure = first;
    Duration pause = tries < FIRST.size() ? FIRST.get(tries) : THEN;
    if (!mayHeal || now.plus(pause).isAfter(first.plus(AT_MOST))) {
      return null;
    }
    tries++;
    return pause;
  }

  /** A person ordered something: what follows is counted anew. */
  void startOver() {
    firstFailure = null;
    tries = 0;
  }
}
