package dev.perdure.core.agent;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** When a tool call needs a person's approval. */
public enum ApprovalMode {
  ALWAYS,
  NEVER,
  /** When the tool's risk is at least the policy's. */
  BY_RISK;

  /** The name in the API and in PostgreSQL. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a wire name. */
  @JsonCreator
  public static ApprovalMode of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
