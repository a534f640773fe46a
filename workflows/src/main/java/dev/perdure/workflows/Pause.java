package dev.perdure.workflows;

import io.temporal.workflow.Workflow;

/** Whether the run is paused. While it is, nothing new begins; what runs may end. */
final class Pause {

  private boolean on;

  Pause(boolean on) {
    this.on = on;
  }

  boolean on() {
    return on;
  }

  void begin() {
    on = true;
  }

  void end() {
    on = false;
  }

  /**
   * Waits for the end of a pause, if there is one.
   *
   * @throws io.temporal.failure.CanceledFailure when the branch is cancelled meanwhile
   */
  void hold() {
    if (on) {
      Workflow.await(() -> !on);
    }
  }
}
