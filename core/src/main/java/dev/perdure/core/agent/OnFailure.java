package dev.perdure.core.agent;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a run does when it can't go on, after retries and fallback models. */
public enum OnFailure {
  /** Wait for recovery, trying again by itself now and then when that can help. */
  WAIT,
  /** End as failed. Sub-agents always do: their failure is a fact for their parent. */
  FAIL;

  /** The name in the API and in PostgreSQL. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a wire name. */
  @JsonCreator
  public static OnFailure of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
