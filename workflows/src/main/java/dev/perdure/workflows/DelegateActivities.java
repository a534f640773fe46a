package dev.perdure.workflows;

import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.step.StepRef;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Bookkeeping of a DELEGATE step, run as local activities; in between the child workflow runs. */
@ActivityInterface
public interface DelegateActivities {

  /** Makes the child's run. A call that can't be delegated is ended with the reason instead. */
  @ActivityMethod(name = "Delegate")
  Delegated delegate(StepRef call);

  /** Tells the model what the child came to. */
  @ActivityMethod(name = "ConcludeDelegation")
  ActResult conclude(StepRef call);

  /**
   * What came of delegating.
   *
   * @param child the run to start; absent when there is none and the call has its result
   * @param agentId the child's agent
   * @param ended where the parent stands, when it takes no more work
   */
  record Delegated(@Nullable RunRef child, @Nullable UUID agentId, @Nullable RunStatus ended) {}
}
