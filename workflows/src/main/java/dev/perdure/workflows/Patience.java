package dev.perdure.workflows;

import io.temporal.workflow.Functions.Func;
import io.temporal.workflow.Workflow;

/**
 * Schedules an interrupted activity anew, after a while: its retries are meant for failures of the
 * model or tool, and a database that restarts should not use them up. Begins nothing in a pause.
 */
final class Patience {

  private final Pause pause;

  Patience(Pause pause) {
    this.pause = pause;
  }

  /**
   * Does it until it is done or failed for good.
   *
   * @param ofLostWorkers how often it is scheduled anew when the workers that tried it went away
   */
  <T> StepOutcome<T> with(Func<T> activity, int ofLostWorkers) {
    StepOutcome<T> outcome = attempt(activity);
    for (int round = 1; round <= rounds(outcome, ofLostWorkers); round++) {
      outcome = stoppedBefore(round) ? new StepOutcome.Stopped<>() : attempt(activity);
    }
    return outcome;
  }

  private <T> StepOutcome<T> attempt(Func<T> activity) {
    return Attempt.at(() -> {
      pause.hold();
      return activity.apply();
    });
  }

  private static boolean stoppedBefore(int round) {
    StepOutcome<Boolean> waited =
        Attempt.at(() -> {
          Workflow.sleep(ActivityPolicies.beforeRound(round));
          return true;
        });
    return waited instanceof StepOutcome.Stopped;
  }

  private static int rounds(StepOutcome<?> outcome, int ofLostWorkers) {
    if (outcome instanceof StepOutcome.Failed<?> failed && failed.interrupted()) {
      boolean lost = failed.error().code().equals(FailureReader.WORKER_LOST);
      return lost ? ofLostWorkers : ActivityPolicies.ROUNDS;
    }
    return 0;
  }
}
