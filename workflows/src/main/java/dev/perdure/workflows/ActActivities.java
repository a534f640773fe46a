package dev.perdure.workflows;

import dev.perdure.core.step.StepRef;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** One tool call of an ACT step. */
@ActivityInterface
public interface ActActivities {

  /** Runs the tool call and commits its result. A finished call is not made again. */
  @ActivityMethod(name = "Act")
  ActResult act(StepRef call);
}
