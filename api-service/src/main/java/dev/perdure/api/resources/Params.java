package dev.perdure.api.resources;

import dev.perdure.core.error.PerdureException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads query parameters, naming the one that can't be read. */
final class Params {

  private static final Pattern SIMPLE = Pattern.compile("(\\d{1,6})(ms|s|m)?");

  private static final Instant EARLIEST = Instant.EPOCH;
  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

  private Params() {}

  static @Nullable UUID uuid(String name, @Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      UUID id = UUID.fromString(text);
      if (id.toString().equals(text.toLowerCase(Locale.ROOT))) {
        return id;
      }
    } catch (IllegalArgumentException _) {
      // answered below
    }
    throw invalid(name, "must be a UUID");
  }

  /** An RFC 3339 time, no further away than anything here can be. */
  static @Nullable Instant time(String name, @Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      Instant time = Instant.parse(text);
      // Years of more than four digits have a sign.
      if (Character.isDigit(text.charAt(0))) {
        return time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
      }
    } catch (DateTimeParseException _) {
      // answered below
    }
    throw invalid(name, "must be a time such as 2027-01-31T12:00:00Z");
  }

  static boolean flag(String name, @Nullable String text) {
    return switch (text) {
      case null -> false;
      case "true", "" -> true;
      case "false" -> false;
      default -> throw invalid(name, "must be true or false");
    };
  }

  static @Nullable Integer number(String name, @Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException _) {
      throw invalid(name, "must be a number");
    }
  }

  /**
   * A duration such as {@code 30s}, {@code 500ms}, {@code 30} (seconds) or {@code PT30S}.
   *
   * @param most what a longer one is taken for
   */
  static Duration duration(String name, String text, Duration most) {
    Duration wanted = duration(text);
    if (wanted == null) {
      throw invalid(
          name,
          "must be a duration such as 500ms, 30s or 1m, and is taken for no more than %ds"
              .formatted(most.toSeconds()));
    }
    return wanted.compareTo(most) > 0 ? most : wanted;
  }

  private static @Nullable Duration duration(String text) {
    Matcher matcher = SIMPLE.matcher(text);
    if (matcher.matches()) {
      long amount = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "ms" -> Duration.ofMillis(amount);
        case "m" -> Duration.ofMinutes(amount);
        case null, default -> Duration.ofSeconds(amount);
      };
    }
    try {
      Duration parsed = Duration.parse(text);
      return parsed.isNegative() ? null : parsed;
    } catch (DateTimeParseException | ArithmeticException _) {
      return null;
    }
  }

  static PerdureException invalid(String name, String what) {
    return PerdureException.invalid(
        "invalid_parameter", "The parameter " + name + " " + what + ".", name);
  }
}
