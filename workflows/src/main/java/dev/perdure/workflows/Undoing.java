package dev.perdure.workflows;

import dev.perdure.core.run.RunRef;
import dev.perdure.core.step.StepRef;
import io.temporal.workflow.Workflow;

/** Undoes what a run and its sub-agents did, newest first. What fails is recorded and passed by. */
final class Undoing {

  private final UndoActivities compensations =
      Workflow.newActivityStub(UndoActivities.class, ActivityPolicies.undo());
  private final UndoActivities records =
      Workflow.newLocalActivityStub(UndoActivities.class, ActivityPolicies.bookkeeping());

  /** To be called when everything else has ended; nothing breaks it off. */
  void undo(RunRef run) {
    Patience patience = new Patience(new Pause(false)); // a cancel ends a pause
    for (StepRef effect : records.effectsToUndo(run)) {
      StepOutcome<Boolean> outcome =
          patience.with(
              () -> {
                compensations.undo(effect);
                return true;
              },
              ActivityPolicies.ROUNDS_OF_LOST_WORKERS);
      if (outcome instanceof StepOutcome.Failed<Boolean> failed) {
        records.giveUpUndoing(effect, failed.error());
      }
    }
  }
}
