package dev.perdure.core.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What happens when nobody settled an approval or a question in time. */
public enum DeadlinePolicy {
  /** The call is denied, which the model is told. */
  DENY,
  /** The run ends as expired. */
  EXPIRE;

  /** The name in the API and in PostgreSQL. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a wire name. */
  @JsonCreator
  public static DeadlinePolicy of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
