package dev.perdure.workflows;

import dev.perdure.core.run.RunRef;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Asks what a run has to show for itself. Bookkeeping, run as local activities. */
@ActivityInterface
public interface AnswerActivities {

  /** Whether the agent has written any text to its thread since the run's input. */
  @ActivityMethod(name = "HasAnswer")
  boolean hasAnswer(RunRef run);
}
