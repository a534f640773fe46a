package dev.perdure.core.skill;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How much harm a call of a tool can do; what approval policies go by. */
public enum Risk {
  /** Reads, computes. */
  LOW,
  /** Changes what can be changed back. */
  MEDIUM,
  /** Spends, sends, deletes, or runs what a model wrote. */
  HIGH;

  /** The name in the API and in PostgreSQL. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a wire name. */
  @JsonCreator
  public static Risk of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
