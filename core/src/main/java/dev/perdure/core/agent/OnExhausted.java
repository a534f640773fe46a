package dev.perdure.core.agent;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a run does when a budget is spent. */
public enum OnExhausted {
  /** Wait for a top-up. */
  WAIT,
  /** Answer with what is known, in one last call of the model without tools. */
  FINISH;

  /** The name in the API and in PostgreSQL. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a wire name. */
  @JsonCreator
  public static OnExhausted of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
