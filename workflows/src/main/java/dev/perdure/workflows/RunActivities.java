package dev.perdure.workflows;

import dev.perdure.core.run.Command;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.step.StepRef;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/** Bookkeeping: short writes without a model or tool, run as local activities. */
@ActivityInterface
public interface RunActivities {

  /** The first write of a run. */
  @ActivityMethod(name = "BeginRun")
  RunBegin begin(RunRef run);

  /** Commands after a number, oldest first. */
  @ActivityMethod(name = "TakeCommands")
  List<Command> takeCommands(RunRef run, int after);

  /** Gives up a tool call after its last attempt and tells the model why. */
  @ActivityMethod(name = "GiveUpCall")
  void giveUp(StepRef call, RunError error);

  /** Ends the run; answers the terminal state that won. */
  @ActivityMethod(name = "FinishRun")
  RunStatus finish(RunRef run, Ending ending);
}
