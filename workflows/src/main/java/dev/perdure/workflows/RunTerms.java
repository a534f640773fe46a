package dev.perdure.workflows;

import dev.perdure.core.agent.OnExhausted;
import dev.perdure.core.agent.OnFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a run's workflow has to know of its agent and of where it stands. Grows by appending only.
 *
 * @param firstStep where to go on: 1, or the last THINK of a run that was recovered or forked
 * @param lastCommand the last command a workflow of the run has taken
 * @param fallbackModels how many models there are to fall back to
 * @param onFailure what to do when it can't go on
 * @param onExhausted what to do when a budget is spent
 * @param wallTime until its budget of time is over, counted from now; absent without a limit
 * @param subAgent whether another run delegated to it
 */
public record RunTerms(
    int firstStep,
    int lastCommand,
    int fallbackModels,
    OnFailure onFailure,
    OnExhausted onExhausted,
    @Nullable Duration wallTime,
    boolean subAgent) {

  /** Those of a run that an older release began: it fails when its model does. */
  static final RunTerms OF_OLDER_RELEASE =
      new RunTerms(1, 0, 0, OnFailure.FAIL, OnExhausted.FINISH, null, false);

  /** Whether it waits for a person when no model can be reached. A sub-agent tells its parent. */
  boolean waitsForRecovery() {
    return !subAgent && onFailure == OnFailure.WAIT;
  }

  /** Whether it waits for a person when a budget is spent. A sub-agent answers what it knows. */
  boolean waitsForTopUp() {
    return !subAgent && onExhausted == OnExhausted.WAIT;
  }
}
