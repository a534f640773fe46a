package dev.perdure.api.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a process does. */
public enum Role {
  /** Answers the API and the console. */
  SERVER,
  /** Works on runs. */
  WORKER;

  /** The name in the configuration. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a name. */
  @JsonCreator
  public static Role of(String name) {
    return switch (name.strip()) {
      case "server" -> SERVER;
      case "worker" -> WORKER;
      default -> throw new IllegalArgumentException("must be server or worker, not " + name);
    };
  }
}
