package dev.perdure.core.step;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.perdure.core.run.RunRef;

/**
 * Names one step of one run, or one tool call inside an ACT or DELEGATE step. Crosses the workflow:
 * grows by appending only.
 *
 * @param number the step's place in the run, counted from 1
 * @param call the tool call's place in the step, counted from 1; 0 means the step itself
 * @param generation how often a person ordered the call again or edited its arguments, each of
 *     which makes it a new effect. The row knows it; a reference that crossed the workflow says 0
 */
public record StepRef(RunRef run, int number, int call, int generation) {

  public StepRef {
    if (number < 1 || call < 0 || generation < 0) {
      throw new IllegalArgumentException(
          "step " + number + "." + call + "~" + generation + " does not exist");
    }
  }

  /** A step or call of which nobody ordered another generation. */
  public StepRef(RunRef run, int number, int call) {
    this(run, number, call, 0);
  }

  /** The step itself. */
  public static StepRef of(RunRef run, int number) {
    return new StepRef(run, number, 0);
  }

  /** One of its tool calls. */
  public StepRef withCall(int call) {
    return new StepRef(run, number, call);
  }

  /** The same call as another effect. */
  public StepRef withGeneration(int generation) {
    return new StepRef(run, number, call, generation);
  }

  /** {@code <run_id>/<n>}, {@code <run_id>/<n>.<call>} or {@code <run_id>/<n>.<call>~<g>}. */
  @JsonIgnore
  public String stepId() {
    return run.runId()
        + "/"
        + number
        + (call == 0 ? "" : "." + call)
        + (generation == 0 ? "" : "~" + generation);
  }

  /** Names the effect of this step for ever: {@code session_id:step_id}. */
  @JsonIgnore
  public String effectKey() {
    return run.sessionId() + ":" + stepId();
  }
}
