package dev.perdure.core.agent;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What becomes of a call that can do harm once the agent has read what came from outside. */
public enum OnUntrusted {
  /** It needs a person's approval, whatever the rest of the policy says. */
  ASK,
  /** The rest of the policy decides. */
  IGNORE;

  /** The name in the API and in PostgreSQL. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a wire name. */
  @JsonCreator
  public static OnUntrusted of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
