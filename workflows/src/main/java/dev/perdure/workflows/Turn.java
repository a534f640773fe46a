package dev.perdure.workflows;

import dev.perdure.core.run.Ending;
import dev.perdure.core.run.RunStatus;

/** What follows from a step for the run. */
sealed interface Turn {

  /** The next step. */
  record GoOn() implements Turn {}

  /** The run is to be ended like this. */
  record End(Ending ending) implements Turn {}

  /** Somebody stopped the run. */
  record Stop() implements Turn {}

  /** Somebody else has decided about the run; nothing is left to write. */
  record Leave(RunStatus status) implements Turn {}

  /**
   * A step was refused because the run takes none. What ends is recorded, which changes nothing for
   * a run that has ended; one that waits for a person is left to that person.
   */
  static Turn refused(RunStatus status) {
    return status.terminal() || status == RunStatus.CANCELLING ? new Stop() : new Leave(status);
  }
}
