package dev.perdure.workflows;

import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.step.StepRef;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/** Undoes what a run did, when it is rolled back. {@code undo} is an ordinary activity. */
@ActivityInterface
public interface UndoActivities {

  /** The effects of a run that are to be undone, newest first. Bookkeeping. */
  @ActivityMethod(name = "EffectsToUndo")
  List<StepRef> effectsToUndo(RunRef run);

  /** Undoes one by its tool's compensation, or records that the tool has none. */
  @ActivityMethod(name = "UndoEffect")
  void undo(StepRef call);

  /** Records that undoing failed for good. Bookkeeping. */
  @ActivityMethod(name = "GiveUpUndoing")
  void giveUpUndoing(StepRef call, RunError error);
}
