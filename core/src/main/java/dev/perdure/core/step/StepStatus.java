package dev.perdure.core.step;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a step, or one tool call of it, stands. */
public enum StepStatus {
  /** Decided, not yet claimed by a worker. */
  PLANNED,
  /** Claimed; its fence tells which attempt may write. */
  RUNNING,
  /** A call that must happen once may have happened; a person has to say. */
  UNKNOWN,
  SUCCEEDED,
  FAILED,
  CANCELLED;

  /** Whether nothing more will be written to it. */
  public boolean finished() {
    return this != PLANNED && this != RUNNING && this != UNKNOWN;
  }

  /** The name in the API and in PostgreSQL. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a wire name. */
  public static StepStatus of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
