package dev.perdure.core.port;

import dev.perdure.core.run.RunRef;

/** Hands committed runs to Temporal. Both may be done again without harm. */
public interface RunStarter {

  /**
   * Starts the run's workflow, once for ever under the run's id. Best effort: the sweeper tries
   * again.
   */
  void start(RunRef run);

  /** Rings the doorbell: there are commands to take. */
  void ring(RunRef run);
}
