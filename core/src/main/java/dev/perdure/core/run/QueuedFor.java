package dev.perdure.core.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a queued run waits for. */
public enum QueuedFor {
  /** The runs before it in its session. */
  SESSION,
  /** Room among the runs that its organization may have at work at once. */
  QUOTA;

  /** The name in the API. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a wire name. */
  public static QueuedFor of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
