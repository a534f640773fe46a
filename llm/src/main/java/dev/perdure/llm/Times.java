package dev.perdure.llm;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads times out of settings. */
final class Times {
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})\\s*(ms|s|m)");

  private Times() {}

  /** A bare number of milliseconds. */
  static Duration milliseconds(String name, String value) {
    try {
      return Duration.ofMillis(Long.parseLong(value));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          name + " must be a number of milliseconds, not \"" + value + "\".", e);
    }
  }

  /** A time such as {@code 500ms}, {@code 60s} or {@code 2m}. */
  static Duration of(String name, String value) {
    Matcher time = TIME.matcher(value);
    if (!time.matches()) {
      throw new IllegalArgumentException(
          name + " must be a time such as 500ms, 60s or 2m, not \"" + value + "\".");
    }
    long count = Long.parseLong(time.group(1));
    return switch (time.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      default -> Duration.ofMinutes(count);
    };
  }
}
