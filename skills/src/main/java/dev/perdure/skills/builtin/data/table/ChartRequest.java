package dev.perdure.skills.builtin.data.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a result is to be drawn.
 *
 * @param type one of {@link #TYPES}
 * @param x a column
 * @param y columns of numbers
 */
public record ChartRequest(String type, String title, String x, List<String> y) {

  /** What the console draws. */
  public static final List<String> TYPES = List.of("bar", "line", "area", "pie", "scatter");

  /** The JSON Schema of the argument. */
  public static final Map<String, Object> SCHEMA =
      Map.of(
          "type",
          "object",
          "description",
          "Draws the result for people. Leave it out when no chart is wanted.",
          "properties",
          Map.of(
              "type", Map.of("type", "string", "enum", TYPES),
              "title", Map.of("type", "string", "maxLength", 200),
              "x", Map.of("type", "string", "description", "A column of the result."),
              "y",
                  Map.of(
                      "type",
                      "array",
                      "description",
                      "Columns of numbers.",
                      "items",
                      Map.of("type", "string"),
                      "minItems",
                      1,
                      "maxItems",
                      10)),
          "required",
          List.of("type", "x", "y"),
          "additionalProperties",
          false);

  public ChartRequest {
    y = List.copyOf(y);
  }

  /** Reads the argument. */
  public static Optional<ChartRequest> of(Map<String, Object> arguments) {
    return arguments.get("chart") instanceof Map<?, ?> chart
        ? Optional.of(
            new ChartRequest(
                Objects.toString(chart.get("type")),
                Objects.toString(chart.get("title"), ""),
                Objects.toString(chart.get("x")),
                strings(chart.get("y"))))
        : Optional.empty();
  }

  /** Why a table can't be drawn so; empty when it can. */
  public Optional<String> problem(Table table) {
    List<String> missing =
        Stream.concat(Stream.of(x), y.stream())
            .filter(name -> table.column(name).isEmpty())
            .toList();
    if (!missing.isEmpty()) {
      return Optional.of("the result has no column " + String.join(", ", missing));
    }
    List<String> words = y.stream().filter(name -> !numbers(table, name)).toList();
    return words.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.join(", ", words) + " holds no numbers (cast it, for example to DOUBLE)");
  }

  private static boolean numbers(Table table, String name) {
    int column = table.column(name).orElseThrow();
    return table.rows().stream()
        .map(row -> row.get(column))
        .allMatch(value -> value == null || value instanceof Number);
  }

  private static List<String> strings(@Nullable Object value) {
    List<String> strings = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(item -> strings.add(Objects.toString(item)));
    }
    return strings;
  }
}
