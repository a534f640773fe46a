package dev.perdure.workflows;

import dev.perdure.core.run.RunRef;

/**
 * What a run's workflow knows when it starts, and carries over when it continues as new. Grows by
 * appending only: runs started by older code come in without the newer fields.
 *
 * @param nextStep the number of the next step, counted from 1
 * @param lastCommand the number of the last command taken; 0 before the first
 * @param maxSteps the most steps the run may take; 0 before it has begun
 * @param begun whether the run has begun, so that {@code RUN_STARTED} is in the log
 */
public record RunInput(RunRef run, int nextStep, int lastCommand, int maxSteps, boolean begun) {

  /** A run that is about to begin. */
  public static RunInput first(RunRef run) {
    return new RunInput(run, 1, 0, 0, false);
  }

  RunInput beginning(int maxSteps) {
    return new RunInput(run, nextStep, lastCommand, maxSteps, true);
  }

  RunInput afterStep() {
    return new RunInput(run, nextStep + 1, lastCommand, maxSteps, begun);
  }

  RunInput afterCommand(int number) {
    return new RunInput(run, nextStep, number, maxSteps, begun);
  }

  boolean outOfSteps() {
    return nextStep > maxSteps;
  }
}
