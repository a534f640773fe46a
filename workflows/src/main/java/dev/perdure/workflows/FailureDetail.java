package dev.perdure.workflows;

import org.jspecify.annotations.Nullable;

/**
 * What an activity's failure carries besides its code and message.
 *
 * @param interrupted whether something other than the step is to blame (a part is away, the worker
 *     shuts down, another attempt took over), so that the same step is scheduled again
 * @param suggestion what to do about it
 * @param retryable whether time may heal it, so that the run can try again by itself later
 */
public record FailureDetail(boolean interrupted, @Nullable String suggestion, boolean retryable) {

  /** A failure that is not worth trying again by itself. */
  public FailureDetail(boolean interrupted, @Nullable String suggestion) {
    this(interrupted, suggestion, false);
  }
}
