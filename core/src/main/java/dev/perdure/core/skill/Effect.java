package dev.perdure.core.skill;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What calling a tool twice would do. */
public enum Effect {
  /** Nothing outside changes; retry freely. */
  NONE,
  /** Safe to repeat under the same key, which the tool is handed. */
  IDEMPOTENT,
  /** Must not be repeated. */
  ONCE;

  /** The name in the API and in PostgreSQL. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
