package dev.perdure.workflows;

import dev.perdure.core.run.Command;
import dev.perdure.core.run.InterruptRequest;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Bookkeeping of waits for people, run as local activities. The waiting itself is the workflow's.
 */
@ActivityInterface
public interface WaitActivities {

  /** Opens an interrupt and lets the run wait. The same request finds the same interrupt. */
  @ActivityMethod(name = "OpenInterrupt")
  Opened open(InterruptRequest request);

  /** Reminds of an open interrupt. */
  @ActivityMethod(name = "RemindOfInterrupt")
  void remind(RunRef run, UUID interruptId);

  /** Nobody settled it in time. */
  @ActivityMethod(name = "ExpireInterrupt")
  Settled expire(RunRef run, UUID interruptId);

  /** The run's budget of time is over: the call is denied, so that the run can finish. */
  @ActivityMethod(name = "InterruptOutOfTime")
  Settled outOfTime(RunRef run, UUID interruptId);

  /** The run tries again by itself. */
  @ActivityMethod(name = "RetryInterrupt")
  Settled retry(RunRef run, UUID interruptId);

  /**
   * What came of opening.
   *
   * @param interruptId absent when the run takes no more work
   * @param settled the command that has settled it already
   * @param ended where the run stands, when it takes no more work
   */
  record Opened(@Nullable UUID interruptId, @Nullable Command settled, @Nullable RunStatus ended) {}

  /**
   * What came of settling without a person.
   *
   * @param won whether this settled it; else a person was quicker, by {@code settled}
   */
  record Settled(boolean won, @Nullable Command settled) {}
}
