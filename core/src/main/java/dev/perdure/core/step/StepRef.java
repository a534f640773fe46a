package dev.perdure.core.step;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.perdure.core.run.RunRef;

/**
 * Names one step of one run, or one tool call inside an ACT step.
 *
 * @param number the step's place in the run, counted from 1
 * @param call the tool call's place in the step, counted from 1; 0 means the step itself
 */
public record StepRef(RunRef run, int number, int call) {

  public StepRef {
    if (number < 1 || call < 0) {
      throw new IllegalArgumentException("step " + number + "." + call + " does not exist");
    }
  }

  /** The step itself. */
  public static StepRef of(RunRef run, int number) {
    return new StepRef(run, number, 0);
  }

  /** One of its tool calls. */
  public StepRef withCall(int call) {
    return new StepRef(run, number, call);
  }

  /** {@code <run_id>/<n>} or {@code <run_id>/<n>.<call>}. */
  @JsonIgnore
  public String stepId() {
    return run.runId() + "/" + number + (call == 0 ? "" : "." + call);
  }

  /** Names the effect of this step for ever: {@code session_id:step_id}. */
  @JsonIgnore
  public String effectKey() {
    return run.sessionId() + ":" + stepId();
  }
}
