package dev.perdure.workflows;

import dev.perdure.core.skill.Effect;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.PlannedCall;
import dev.perdure.core.step.StepRef;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Functions.Func;
import io.temporal.workflow.Workflow;
import java.util.ArrayDeque;
import java.util.Deque;

/** Calls the activities of one step and turns whatever comes of it into a value. */
final class Steps {

  private final ThinkActivities thinking =
      Workflow.newActivityStub(ThinkActivities.class, ActivityPolicies.think());
  private final RunActivities records;

  Steps(RunActivities records) {
    this.records = records;
  }

  StepOutcome<Decision> think(StepRef step) {
    return patiently(
        () -> thinking.think(step, ThinkOrder.FIRST), ActivityPolicies.ROUNDS_OF_LOST_WORKERS);
  }

  /** A call that failed for good is given up, which tells the model; that counts as done. */
  StepOutcome<ActResult> act(StepRef step, PlannedCall call) {
    StepRef ref = step.withCall(call.call());
    ActActivities acting =
        Workflow.newActivityStub(ActActivities.class, ActivityPolicies.act(call));
    // nobody knows how far a lost worker got: what must happen once is not begun again
    int ofLostWorkers = call.effect() == Effect.ONCE ? 0 : ActivityPolicies.ROUNDS_OF_LOST_WORKERS;
    return switch (patiently(() -> acting.act(ref), ofLostWorkers)) {
      case StepOutcome.Failed<ActResult> failed -> giveUp(ref, failed);
      case StepOutcome.Done<ActResult> done -> done;
      case StepOutcome.Stopped<ActResult> stopped -> stopped;
    };
  }

  private StepOutcome<ActResult> giveUp(StepRef ref, StepOutcome.Failed<ActResult> failed) {
    Deque<StepOutcome<ActResult>> result = new ArrayDeque<>();
    CancellationScope scope =
        Workflow.newDetachedCancellationScope(() ->
            result.add(
                attempt(() -> {
                  records.giveUp(ref, failed.error());
                  return ActResult.DONE;
                })));
    scope.run();
    return result.remove();
  }

  /**
   * Schedules an interrupted step anew, after a pause: its retries are meant for failures of the
   * model or tool, and a database that restarts should not use them up.
   *
   * @param ofLostWorkers how often, when the workers that tried it went away
   */
  private static <T> StepOutcome<T> patiently(Func<T> activity, int ofLostWorkers) {
    StepOutcome<T> outcome = attempt(activity);
    for (int round = 1; round <= rounds(outcome, ofLostWorkers); round++) {
      int pause = round;
      StepOutcome<Boolean> waited =
          attempt(() -> {
            Workflow.sleep(ActivityPolicies.beforeRound(pause));
            return true;
          });
      outcome =
          waited instanceof StepOutcome.Stopped ? new StepOutcome.Stopped<>() : attempt(activity);
    }
    return outcome;
  }

  private static int rounds(StepOutcome<?> outcome, int ofLostWorkers) {
    if (outcome instanceof StepOutcome.Failed<?> failed && failed.interrupted()) {
      boolean lost = failed.error().code().equals(FailureReader.WORKER_LOST);
      return lost ? ofLostWorkers : ActivityPolicies.ROUNDS;
    }
    return 0;
  }

  private static <T> StepOutcome<T> attempt(Func<T> call) {
    try {
      return new StepOutcome.Done<>(call.apply());
    } catch (CanceledFailure e) {
      return new StepOutcome.Stopped<>();
    } catch (ActivityFailure e) {
      return FailureReader.read(e);
    }
  }
}
