package dev.perdure.workflows;

import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.step.StepRef;
import java.util.List;
import java.util.function.Consumer;

/** Effects that a test says took place, and their compensations. */
final class Undo implements UndoActivities {

  List<StepRef> effects = List.of();
  Consumer<StepRef> onUndo = effect -> {};
  private final Script script;

  Undo(Script script) {
    this.script = script;
  }

  @Override
  public List<StepRef> effectsToUndo(RunRef run) {
    script.note(run, "effects to undo");
    return effects;
  }

  @Override
  public void undo(StepRef call) {
    script.note(call.run(), "undo " + Script.place(call));
    onUndo.accept(call);
  }

  @Override
  public void giveUpUndoing(StepRef call, RunError error) {
    script.note(call.run(), "give up undoing " + Script.place(call) + " " + error.code());
  }
}
