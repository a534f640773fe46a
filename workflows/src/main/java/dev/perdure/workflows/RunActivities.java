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
import org.jspecify.annotations.Nullable;

/** Bookkeeping: short writes without a model or tool, run as local activities. */
@ActivityInterface
public interface RunActivities {

  /** The first write of a run. */
  @ActivityMethod(name = "BeginRun")
  RunBegin begin(RunRef run);

  /** Commands after a number, oldest first. */
  @ActivityMethod(name = "TakeCommands")
  List<Command> takeCommands(RunRef run, int after);

  /**
   * Gives up a tool call after its last attempt and tells the model why; a call that must happen
   * once, and may have, turns unknown instead.
   *
   * @return absent in histories of an older release; then it is given up
   */
  @ActivityMethod(name = "GiveUpCall")
  @Nullable ActResult giveUp(StepRef call, RunError error);

  /**
   * Ends the run; answers the terminal state that won, or {@code RUNNING} when an answering run got
   * an input meanwhile and has to THINK again.
   */
  @ActivityMethod(name = "FinishRun")
  RunStatus finish(RunRef run, Ending ending);
}
