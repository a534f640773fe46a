package dev.perdure.skills.builtin.data.process;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.perdure.skills.builtin.data.table.Column;
import dev.perdure.skills.builtin.data.table.Table;
import dev.perdure.skills.builtin.data.wire.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a process says, which may be anything: a query could have taken it over. */
final class AnswerReader {

  private final ObjectMapper json =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();
  private final List<FileTable> tables = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<Column> columns = new ArrayList<>();
  private final List<List<@Nullable Object>> rows = new ArrayList<>();
  private @Nullable Answer answer;

  /** Reads to the end; empty when it ended too soon, or said what makes no sense. */
  Optional<Answer> read(InputStream in) {
    try (JsonParser parser = new JsonFactory().createParser(in);
        MappingIterator<JsonNode> lines = json.readerFor(JsonNode.class).readValues(parser)) {
      while (answer == null && lines.hasNextValue()) {
        take(lines.nextValue());
      }
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
    return Optional.ofNullable(answer);
  }

  private void take(JsonNode line) {
    if (line.has("row")) {
      rows.add(plain(line.get("row")));
    } else if (line.has("columns")) {
      columns.addAll(columns(line.get("columns")));
    } else if (line.has("table")) {
      tables.add(table(line.get("table")));
    } else if (line.has("note")) {
      notes.add(line.get("note").asText());
    } else if (line.has("end")) {
      JsonNode end = line.get("end");
      answer = answer(end.get(0).asLong(), end.get(1).asBoolean(), null, "");
    } else {
      JsonNode failure = line.get("failure");
      answer = answer(0, false, Failure.valueOf(text(failure, "kind")), text(failure, "message"));
    }
  }

  private Answer answer(long found, boolean more, @Nullable Failure failure, String message) {
    if (rows.stream().anyMatch(row -> row.size() != columns.size())) {
      throw new IllegalStateException("a row that does not fit");
    }
    return new Answer(tables, notes, new Table(columns, rows, found, more), failure, message);
  }

  private static FileTable table(JsonNode told) {
    List<List<@Nullable Object>> sample = new ArrayList<>();
    told.path("sample").forEach(row -> sample.add(plain(row)));
    return new FileTable(
        text(told, "path"),
        text(told, "name"),
        text(told, "problem"),
        columns(told.path("columns")),
        told.path("rows").asLong(-1),
        sample);
  }

  private static List<Column> columns(JsonNode told) {
    List<Column> columns = new ArrayList<>();
    told.forEach(column -> columns.add(new Column(column.get(0).asText(), column.get(1).asText())));
    return columns;
  }

  private static List<@Nullable Object> plain(JsonNode row) {
    List<@Nullable Object> values = new ArrayList<>(row.size());
    row.forEach(value -> values.add(value(value)));
    return values;
  }

  /** As it was written: a mapper would make doubles of decimals. */
  private static @Nullable Object value(JsonNode node) {
    return switch (node.getNodeType()) {
      case NULL, MISSING -> null;
      case BOOLEAN -> node.booleanValue();
      case NUMBER -> node.isIntegralNumber() ? node.numberValue() : node.decimalValue();
      case ARRAY -> plain(node);
      case OBJECT -> {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        node.properties().forEach(field -> fields.put(field.getKey(), value(field.getValue())));
        yield fields;
      }
      default -> node.asText();
    };
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText("");
  }
}
