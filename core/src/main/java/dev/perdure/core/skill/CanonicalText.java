package dev.perdure.core.skill;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes values of JSON such that equal ones are written alike, on every machine: in whatever a
 * schema that is made in Java holds its lists.
 */
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
      case Path path -> quoted(path.toString()); // it is made of itself
      case Iterable<?> items ->
          list(
              StreamSupport.stream(items.spliterator(), false),
              sorted,
              sorted || items instanceof Set);
      case Number number -> number(number);
      case Boolean bool -> bool.toString();
      case Object array when array.getClass().isArray() ->
          list(
              IntStream.range(0, Array.getLength(array)).mapToObj(i -> Array.get(array, i)),
              sorted,
              sorted);
      default -> quoted(value.toString());
    };
  }

  /**
   * Writes a list.
   *
   * @param sorted whether the order of the lists in it does not count
   * @param itself whether its own does not
   */
  private static String list(
      Stream<? extends @Nullable Object> items, boolean sorted, boolean itself) {
    Stream<String> written = items.map(item -> write(item, sorted));
    return (itself ? written.sorted() : written).collect(Collectors.joining(",", "[", "]"));
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
