package dev.perdure.activities;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.workflows.FailureDetail;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The one place where errors become Temporal's failures: the type is the error's code, the message
 * its message. Stack traces stay in the worker's log, out of the history. {@code FailureReader} of
 * the workflows is the way back.
 */
final class Failures {

  /** Whoever asks us to wait longer than this is not waited for. */
  static final Duration LONGEST_WAIT = Duration.ofHours(1);

  /** The next attempt need not wait for what ended this one. */
  private static final Duration SOON = Duration.ofMillis(200);

  private Failures() {}

  /** What an attempt that ended in this exception reports. */
  static ApplicationFailure of(RuntimeException e) {
    return switch (e) {
      case ApplicationFailure failure -> failure;
      case PerdureException known -> of(known.error());
      default ->
          withoutTrace(
              build("internal_error", "The step failed unexpectedly.")
                  .setDetails(new FailureDetail(false, null, true))
                  .build());
    };
  }

  /** What an attempt that ended in this error reports. */
  static ApplicationFailure of(PerdureError error) {
    @Nullable Duration wait = retryAfter(error);
    boolean tooLong = wait != null && wait.compareTo(LONGEST_WAIT) > 0;
    ApplicationFailure.Builder failure =
        build(error.code(), error.message())
            .setDetails(detail(error))
            .setNonRetryable(!error.retryable() || tooLong);
    if (wait != null) {
      failure.setNextRetryDelay(wait);
    }
    return withoutTrace(failure.build());
  }

  /**
   * The attempt was ended by something the step is not to blame for; the step is done again.
   *
   * @param cause for the log, not for the history
   */
  static ApplicationFailure interrupted(String code, String message, @Nullable Throwable cause) {
    ApplicationFailure failure =
        build(code, message)
            .setDetails(new FailureDetail(true, null, true))
            .setNextRetryDelay(SOON)
            .setCategory(ApplicationErrorCategory.BENIGN)
            .build();
    if (cause != null) {
      failure.addSuppressed(cause);
    }
    return withoutTrace(failure);
  }

  /** Another attempt holds the step, or the run has ended: this attempt has no say any more. */
  static ApplicationFailure superseded(String reason) {
    return interrupted("attempt_superseded", "The attempt was refused: " + reason, null);
  }

  private static ApplicationFailure.Builder build(String code, String message) {
    return ApplicationFailure.newBuilder().setType(code).setMessage(message);
  }

  private static ApplicationFailure withoutTrace(ApplicationFailure failure) {
    failure.setStackTrace(new StackTraceElement[0]);
    return failure;
  }

  private static FailureDetail detail(PerdureError error) {
    return new FailureDetail(
        error instanceof PerdureError.Unavailable,
        Suggestions.of(error.code()).orElse(null),
        error.retryable());
  }

  private static @Nullable Duration retryAfter(PerdureError error) {
    return switch (error) {
      case PerdureError.ModelFailed failed -> failed.retryAfter();
      case PerdureError.ToolFailed failed -> failed.retryAfter();
      default -> null;
    };
  }
}
