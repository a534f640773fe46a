package dev.perdure.workflows;

import dev.perdure.core.run.RunError;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TimeoutFailure;
import org.jspecify.annotations.Nullable;

/** Reads the failure of an activity back into words for the person or model that hears of it. */
final class FailureReader {

  /** The code of a step that was tried only by workers which went away. */
  static final String WORKER_LOST = "worker_lost";

  private FailureReader() {}

  static <T> StepOutcome<T> read(ActivityFailure failure) {
    Throwable cause = failure.getCause();
    return switch (cause) {
      case CanceledFailure _ -> new StepOutcome.Stopped<>();
      case ApplicationFailure application -> application(application);
      case TimeoutFailure timeout -> timedOut(timeout);
      case null, default ->
          new StepOutcome.Failed<>(
              new RunError("internal_error", "The step failed unexpectedly.", null), false, true);
    };
  }

  private static <T> StepOutcome<T> application(ApplicationFailure failure) {
    FailureDetail detail = detail(failure);
    String message = failure.getOriginalMessage();
    return new StepOutcome.Failed<>(
        new RunError(
            failure.getType(), message == null ? failure.getType() : message, detail.suggestion()),
        detail.interrupted(),
        detail.retryable() || !failure.isNonRetryable());
  }

  private static FailureDetail detail(ApplicationFailure failure) {
    @Nullable FailureDetail detail =
        failure.getDetails().getSize() == 0 ? null : failure.getDetails().get(FailureDetail.class);
    return detail == null ? new FailureDetail(false, null) : detail;
  }

  /** A worker that went away, or stands still, is not the step's fault. */
  private static <T> StepOutcome<T> timedOut(TimeoutFailure timeout) {
    boolean lost = timeout.getTimeoutType() == TimeoutType.TIMEOUT_TYPE_HEARTBEAT;
    RunError error =
        lost
            ? new RunError(
                WORKER_LOST, "Every worker that tried the step went away before it ended.", null)
            : new RunError("step_timed_out", "The step did not end within its time limit.", null);
    return new StepOutcome.Failed<>(error, lost, true);
  }
}
