package dev.perdure.workflows;

import dev.perdure.core.skill.Effect;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.PlannedCall;
import dev.perdure.core.step.StepRef;
import io.temporal.workflow.Workflow;

/** Calls the activities of one step and turns whatever comes of them into a value. */
final class Steps {

  private final ThinkActivities thinking =
      Workflow.newActivityStub(ThinkActivities.class, ActivityPolicies.think());
  private final RunActivities records;
  private final Patience patience;
  private final int roundsOfOnce;

  /**
   * @param roundsOfOnce how often a call that must happen once is scheduled anew when the workers
   *     that tried it went away. Its claim sees to it that it is not made twice: where an earlier
   *     attempt meant to make it, it answers that nobody knows
   */
  Steps(RunActivities records, Patience patience, int roundsOfOnce) {
    this.records = records;
    this.patience = patience;
    this.roundsOfOnce = roundsOfOnce;
  }

  StepOutcome<Decision> think(StepRef step, ThinkOrder order) {
    return patience.with(
        () -> thinking.think(step, order), ActivityPolicies.ROUNDS_OF_LOST_WORKERS);
  }

  /**
   * A call that failed for good is given up, which tells the model; that counts as done, unless
   * nobody knows whether it took effect.
   */
  StepOutcome<ActResult> act(StepRef ref, PlannedCall call) {
    ActActivities acting =
        Workflow.newActivityStub(ActActivities.class, ActivityPolicies.act(call));
    int ofLostWorkers =
        call.effect() == Effect.ONCE ? roundsOfOnce : ActivityPolicies.ROUNDS_OF_LOST_WORKERS;
    return switch (patience.with(() -> acting.act(ref), ofLostWorkers)) {
      case StepOutcome.Failed<ActResult> failed -> giveUp(ref, failed);
      case StepOutcome.Done<ActResult> done -> done;
      case StepOutcome.Stopped<ActResult> stopped -> stopped;
    };
  }

  private StepOutcome<ActResult> giveUp(StepRef ref, StepOutcome.Failed<ActResult> failed) {
    return Attempt.recording(() -> {
      ActResult result = records.giveUp(ref, failed.error());
      return result == null ? ActResult.DONE : result;
    });
  }
}
