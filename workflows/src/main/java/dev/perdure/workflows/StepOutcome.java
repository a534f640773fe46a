package dev.perdure.workflows;

import dev.perdure.core.run.RunError;

/**
 * What came of an activity, as a value: a branch that throws beside others would make the order of
 * events depend on chance.
 */
sealed interface StepOutcome<T> {

  /** It was done. */
  record Done<T>(T value) implements StepOutcome<T> {}

  /**
   * It failed for good.
   *
   * @param interrupted see {@link FailureDetail#interrupted}
   * @param retryable whether doing it again later may help
   */
  record Failed<T>(RunError error, boolean interrupted, boolean retryable)
      implements StepOutcome<T> {

    /** A failure that stays one. */
    Failed(RunError error) {
      this(error, false, false);
    }
  }

  /** It was cancelled before it was done. */
  record Stopped<T>() implements StepOutcome<T> {}
}
