package dev.perdure.core.run;

import dev.perdure.core.step.StepRef;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run is about to wait for. Crosses the workflow: grows by appending only.
 *
 * @param step the step or call it is about
 * @param occurrence tells waits of one step for one reason apart, counted from 1; the same request
 *     made again finds the same interrupt
 * @param error what stopped the run; absent for approvals and questions
 * @param operations what can be ordered
 * @param terms reminder and deadline
 * @param triesAgainIn when the run tries again by itself, for the person to know
 */
public record InterruptRequest(
    StepRef step,
    int occurrence,
    WaitReason reason,
    @Nullable RunError error,
    List<RecoveryOperation> operations,
    WaitTerms terms,
    @Nullable Duration triesAgainIn) {

  public InterruptRequest {
    operations = List.copyOf(operations);
  }
}
