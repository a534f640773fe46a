package dev.perdure.core.skill;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a tool shows while it works, as {@code perdure.tool_output}. Shown live, never kept. */
@FunctionalInterface
public interface LiveOutput {

  /** Where a text comes from. */
  enum Channel {
    STDOUT,
    STDERR;

    /** The name on the wire. */
    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Reads a wire name. */
    @JsonCreator
    public static Channel of(String wireName) {
      return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
  }

  /** Shows a piece of text. Never throws, never waits long; may be called by several threads. */
  void show(Channel channel, String text);

  /** Nobody watches. */
  LiveOutput NONE = (channel, text) -> {};
}
