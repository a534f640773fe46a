package dev.perdure.core.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a person can order for a run that waits for recovery or for a budget. */
public enum RecoveryOperation {
  /** Do the step again. For an unknown effect: do it again as a new effect. */
  RETRY,
  /** Do the step again with another model, which the run keeps from then on. */
  SWITCH_MODEL,
  /** Go on without the call; the model is told that it was skipped. */
  SKIP_STEP,
  /** Take this as the step's result. For an unknown effect: it happened. */
  PROVIDE_RESULT,
  /** Raise the budget. */
  TOP_UP,
  /** Answer with what is known, in one last call without tools, or without one if that fails. */
  FINISH_WITH_WHAT_IS_KNOWN,
  /** End the run as cancelled. */
  CANCEL;

  /** The name in the API and in PostgreSQL. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a wire name. */
  @JsonCreator
  public static RecoveryOperation of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
