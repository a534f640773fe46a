package dev.perdure.workflows;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Waits that leave no timer behind, as {@code Workflow.await} with a duration does. */
final class Timers {

  private Timers() {}

  /**
   * Waits until something is so, or it is late.
   *
   * @param until when it is late; never when absent
   * @throws io.temporal.failure.CanceledFailure when the branch is cancelled meanwhile
   */
  static void await(@Nullable Instant until, BooleanSupplier condition) {
    if (until == null) {
      Workflow.await(condition::getAsBoolean);
      return;
    }
    Duration left = Duration.between(WallTime.now(), until);
    if (condition.getAsBoolean() || !left.isPositive()) {
      return;
    }
    List<Promise<Void>> timer = new ArrayList<>();
    CancellationScope scope =
        Workflow.newCancellationScope(() -> timer.add(Workflow.newTimer(left)));
    scope.run();
    Promise<Void> late = timer.getFirst();
    try {
      Workflow.await(() -> condition.getAsBoolean() || late.isCompleted());
    } finally {
      if (!late.isCompleted()) {
        scope.cancel();
      }
    }
  }
}
