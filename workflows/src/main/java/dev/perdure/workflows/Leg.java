package dev.perdure.workflows;

import dev.perdure.core.run.RunStatus;
import org.jspecify.annotations.Nullable;

/** How one execution of the workflow ends: with the run, or at a step boundary. */
sealed interface Leg {

  /**
   * The run is over.
   *
   * @param status where it stands; null when it had ended before it began
   */
  record Ended(@Nullable RunStatus status) implements Leg {}

  /** The history is long; go on in a fresh one. */
  record Continue(RunInput input) implements Leg {}
}
