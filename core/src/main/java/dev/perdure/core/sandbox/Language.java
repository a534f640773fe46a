package dev.perdure.core.sandbox;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What code can be written in. */
public enum Language {
  PYTHON,
  /** Bash where there is one, else the POSIX shell. */
  SHELL,
  JAVASCRIPT;

  /** The name in the API. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
