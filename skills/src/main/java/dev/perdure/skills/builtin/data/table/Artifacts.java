package dev.perdure.skills.builtin.data.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.core.skill.ToolArtifact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes of a table what people look at. */
public final class Artifacts {

  private static final int MOST_POINTS = 2_000;

  private final ObjectMapper json = new ObjectMapper();

  /** The table, with how many rows there were. */
  public ToolArtifact table(Table table) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put(
        "columns",
        table.columns().stream()
            .map(column -> Map.of("name", column.name(), "type", column.type()))
            .toList());
    content.put("rows", table.rows());
    content.put("row_count", table.found());
    content.put("truncated", table.cut());
    return new ToolArtifact("result", ToolArtifact.TABLE, written(content));
  }

  /** The chart; see {@link ChartRequest#problem} first. */
  public ToolArtifact chart(Table table, ChartRequest chart) {
    List<String> fields =
        Stream.concat(Stream.of(chart.x()), chart.y().stream()).distinct().toList();
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("type", chart.type());
    content.put("title", chart.title());
    content.put("x", chart.x());
    content.put("y", chart.y());
    content.put("rows", points(table, fields));
    return new ToolArtifact(
        chart.title().isBlank() ? "chart" : chart.title(), ToolArtifact.CHART, written(content));
  }

  private static List<Map<String, @Nullable Object>> points(Table table, List<String> fields) {
    List<Map<String, @Nullable Object>> points = new ArrayList<>();
    for (List<@Nullable Object> row : table.rows()) {
      if (points.size() < MOST_POINTS) {
        points.add(point(table, row, fields));
      }
    }
    return points;
  }

  private static Map<String, @Nullable Object> point(
      Table table, List<@Nullable Object> row, List<String> fields) {
    Map<String, @Nullable Object> point = new LinkedHashMap<>();
    fields.forEach(field -> point.put(field, row.get(table.column(field).orElseThrow())));
    return point;
  }

  private String written(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // plain values only
    }
  }
}
