package dev.perdure.workflows;

import dev.perdure.core.run.RunRef;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a run's workflow knows when it starts, and carries over when it continues as new. Grows by
 * appending only: runs started by older code come in without the newer fields.
 *
 * @param nextStep the number of the next step, counted from 1
 * @param lastCommand the number of the last command taken; 0 before the first
 * @param maxSteps the most steps the workflow itself lets the run take; 0 before it has begun
 * @param begun whether the run has begun, so that {@code RUN_STARTED} is in the log
 * @param terms absent before it has begun, and for a run that an older release began
 * @param wallTimeEnds when its budget of time is over; absent without a limit
 * @param paused whether it is paused
 */
public record RunInput(
    RunRef run,
    int nextStep,
    int lastCommand,
    int maxSteps,
    boolean begun,
    @Nullable RunTerms terms,
    @Nullable Instant wallTimeEnds,
    boolean paused) {

  /** A run that is about to begin. */
  public static RunInput first(RunRef run) {
    return new RunInput(run, 1, 0, 0, false, null, null, false);
  }

  /** It has begun, now. */
  RunInput beginning(RunBegin begin) {
    RunTerms given = begin.terms();
    if (given == null) {
      return new RunInput(run, nextStep, lastCommand, begin.maxSteps(), true, null, null, false);
    }
    Duration wallTime = given.wallTime();
    return new RunInput(
        run,
        given.firstStep(),
        given.lastCommand(),
        begin.maxSteps(),
        true,
        given,
        wallTime == null ? null : WallTime.now().plus(wallTime),
        false);
  }

  RunInput afterStep() {
    return new RunInput(
        run, nextStep + 1, lastCommand, maxSteps, begun, terms, wallTimeEnds, paused);
  }

  /** As it is carried over. */
  RunInput carrying(int lastCommand, @Nullable Instant wallTimeEnds, boolean paused) {
    return new RunInput(run, nextStep, lastCommand, maxSteps, begun, terms, wallTimeEnds, paused);
  }

  boolean outOfSteps() {
    return nextStep > maxSteps;
  }
}
