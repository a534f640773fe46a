package dev.perdure.workflows;

import dev.perdure.core.run.RunRef;
import dev.perdure.core.step.PlannedCall;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.ChildWorkflowCancellationType;
import io.temporal.workflow.ChildWorkflowOptions;
import java.time.Duration;
import java.util.UUID;

/** Time limits and retries of every activity, in one place. */
public final class ActivityPolicies {

  /** The most one model call may take. */
  public static final Duration MODEL_CALL = Duration.ofMinutes(2);

  /** How often a model call that may be retried is tried. */
  public static final int MODEL_ATTEMPTS = 4;

  /** A worker that was not heard of for this long is taken for dead. */
  public static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(5);

  /**
   * What an attempt may take besides its model or tool call: claiming, committing, and waiting for
   * a database that restarts, so that a finished call need not be made again.
   */
  public static final Duration AROUND_A_CALL = Duration.ofSeconds(45);

  /** The most undoing one effect may take, and how often it is tried. */
  static final Duration UNDO_CALL = Duration.ofMinutes(5);

  static final int UNDO_ATTEMPTS = 6;

  /** How often a step that was interrupted is scheduled anew before the run fails. */
  static final int ROUNDS = 120;

  /**
   * The same when the workers that tried it went away. A worker that stands still swallows a
   * handful of tasks, one for each poll it left open, so that one round is not enough; but a step
   * that ends every worker must not do so for ever.
   */
  static final int ROUNDS_OF_LOST_WORKERS = 4;

  /** Bounds an activity with all its attempts, and the time it may wait for a worker. */
  private static final Duration SCHEDULE_TO_CLOSE = Duration.ofDays(1);

  /**
   * Bookkeeping is never given up in practice; the client retries local activities only when there
   * is a bound.
   */
  private static final Duration BOOKKEEPING_BOUND = Duration.ofDays(30);

  private ActivityPolicies() {}

  static ActivityOptions think() {
    return attempts(MODEL_CALL, MODEL_ATTEMPTS).build();
  }

  static ActivityOptions act(PlannedCall call) {
    return attempts(call.timeout(), call.maxAttempts()).setSummary(call.tool()).build();
  }

  /** Undoing one effect. A compensation may be called again; it is told which effect it is for. */
  static ActivityOptions undo() {
    return attempts(UNDO_CALL, UNDO_ATTEMPTS).build();
  }

  /**
   * A sub-agent's run. It is never begun twice; it ends when its parent does, and is waited for
   * when it is cancelled.
   */
  static ChildWorkflowOptions.Builder child(RunRef child, UUID agentId) {
    return ChildWorkflowOptions.newBuilder()
        .setWorkflowId(child.runId().toString())
        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
        .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
        .setCancellationType(ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED)
        .setTypedSearchAttributes(RunAttributes.atStart(child, agentId));
  }

  private static ActivityOptions.Builder attempts(Duration call, int attempts) {
    return ActivityOptions.newBuilder()
        .setStartToCloseTimeout(call.plus(AROUND_A_CALL))
        .setScheduleToCloseTimeout(SCHEDULE_TO_CLOSE)
        .setHeartbeatTimeout(HEARTBEAT_TIMEOUT)
        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
        .setRetryOptions(
            RetryOptions.newBuilder()
                .setInitialInterval(Duration.ofSeconds(1))
                .setBackoffCoefficient(2)
                .setMaximumInterval(Duration.ofSeconds(30))
                .setMaximumAttempts(attempts)
                .build());
  }

  /**
   * Bookkeeping: tried until it succeeds, however long the database is away. Short waits are spent
   * in the worker, longer ones on a timer of the workflow.
   */
  static LocalActivityOptions bookkeeping() {
    return LocalActivityOptions.newBuilder()
        .setScheduleToCloseTimeout(BOOKKEEPING_BOUND)
        .setStartToCloseTimeout(Duration.ofSeconds(10))
        .setLocalRetryThreshold(Duration.ofSeconds(3))
        .setRetryOptions(
            RetryOptions.newBuilder()
                .setInitialInterval(Duration.ofMillis(200))
                .setBackoffCoefficient(2)
                .setMaximumInterval(Duration.ofMinutes(1))
                .build())
        .build();
  }

  /**
   * The wait before an interrupted step is scheduled anew: 2 s, doubled each time, at most 60 s.
   */
  static Duration beforeRound(int round) {
    return Duration.ofSeconds(Math.min(60, 1L << Math.min(round, 6)));
  }
}
