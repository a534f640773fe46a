package dev.perdure.core.sandbox;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What stands between the code and the host; the later the stronger. */
public enum Isolation {
  /** The runtime of the language alone, in a process of its own. */
  RUNTIME,
  /** Rules of the host's kernel on a process that sees the host's own world. */
  RULES,
  /** A world of its own (files, processes, network) on the host's kernel, behind a call filter. */
  NAMESPACES,
  /** A kernel of its own. */
  KERNEL,
  /** Another machine. */
  MACHINE;

  /** The name in the API. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
