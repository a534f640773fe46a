package dev.perdure.workflows;

import dev.perdure.core.step.Decision;
import dev.perdure.core.step.StepRef;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import org.jspecify.annotations.Nullable;

/** The THINK step: one call of a model. */
@ActivityInterface
public interface ThinkActivities {

  /**
   * Asks the model what to do next and commits its answer. A finished step is not done again.
   *
   * @param order absent in tasks an older release scheduled; then as {@link ThinkOrder#FIRST}
   */
  @ActivityMethod(name = "Think")
  Decision think(StepRef step, @Nullable ThinkOrder order);
}
