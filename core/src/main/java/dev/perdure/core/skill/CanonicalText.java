package dev.perdure.core.skill;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes values of JSON such that equal ones are written alike, on every machine. */
final class CanonicalText {

  private CanonicalText() {}

  /** The order of lists counts. */
  static String ordered(@Nullable Object value) {
    return write(value, false);
  }

  /**
   * The order of lists does not count: a JSON Schema that is made in Java may take them out of a
   * map, whose order is another one in each process.
   */
  static String unordered(@Nullable Object value) {
    return write(value, true);
  }

  private static String write(@Nullable Object value, boolean sorted) {
    return switch (value) {
      case null -> "null";
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> write(entry.getKey(), sorted) + ":" + write(entry.getValue(), sorted))
              .sorted()
              .collect(Collectors.joining(",", "{", "}"));
      case Collection<?> items -> {
        Stream<String> written = items.stream().map(item -> write(item, sorted));
        yield (sorted || items instanceof Set ? written.sorted() : written)
            .collect(Collectors.joining(",", "[", "]"));
      }
      case Number number -> number(number);
      case Boolean bool -> bool.toString();
      default -> quoted(value.toString());
    };
  }

  /** 1, 1.0 and 1L are one number. */
  private static String number(Number number) {
    try {
      return new BigDecimal(number.toString()).stripTrailingZeros().toString();
    } catch (NumberFormatException e) {
      return number.toString(); // no number of JSON
    }
  }

  /** With its length, so that no text can pass for two. */
  private static String quoted(String text) {
    return text.length() + "'" + text + "'";
  }
}
