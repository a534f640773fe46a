package dev.perdure.workflows;

import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Until when a run that is to finish with what it knows may wait for people. The budget itself is
 * the database's: THINK asks it. This bounds the waits in between, which would outlast it.
 */
final class WallTime {

  private @Nullable Instant ends;
  private final boolean boundsWaits;

  WallTime(@Nullable Instant ends, boolean boundsWaits) {
    this.ends = ends;
    this.boundsWaits = boundsWaits;
  }

  /** When it ends, to be carried over; absent without a limit, or when only the database knows. */
  @Nullable Instant ends() {
    return ends;
  }

  /** A top-up may have moved the end: so much is left now, or nobody but the database knows it. */
  void endsAfter(@Nullable Duration left) {
    ends = left == null ? null : now().plus(left);
  }

  /** How long a wait may last from now on; absent without a bound. */
  @Nullable Duration left() {
    Instant end = ends;
    if (end == null || !boundsWaits) {
      return null;
    }
    Duration left = Duration.between(now(), end);
    return left.isNegative() ? Duration.ZERO : left;
  }

  static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }
}
