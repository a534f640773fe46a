package dev.perdure.workflows;

import dev.perdure.core.step.PlannedCall;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;

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
