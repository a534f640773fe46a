package dev.perdure.skills.builtin.data.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows a table to a model: its first rows, and what was left out. */
public final class Markdown {

  static final int MOST_ROWS = 50;
  static final int MOST_COLUMNS = 60;
  static final int WIDEST_CELL = 200;
  static final int LONGEST = 16_000;

  private final ObjectMapper json = new ObjectMapper();
  private final int mostRows;

  /** Shows 50 rows at most. */
  public Markdown() {
    this(MOST_ROWS);
  }

  public Markdown(int mostRows) {
    this.mostRows = mostRows;
  }

  /** The table with a sentence about its size below. */
  public String of(Table table) {
    StringBuilder text = new StringBuilder();
    text.append(line(table.columns().stream().map(column -> cell(column.name())).toList()));
    text.append(line(Collections.nCopies(Math.min(table.columns().size(), MOST_COLUMNS), "---")));
    int shown = 0;
    for (List<@Nullable Object> row : table.rows()) {
      String line = line(row.stream().map(this::cell).toList());
      if (shown == mostRows || text.length() + line.length() > LONGEST) {
        break;
      }
      text.append(line);
      shown++;
    }
    return text.append('\n').append(size(table, shown)).toString();
  }

  private static String size(Table table, int shown) {
    StringBuilder text = new StringBuilder();
    String found = (table.more() ? "more than " : "") + table.found();
    if (shown < table.found() || table.more()) {
      text.append("The first ").append(shown).append(" of ").append(found).append(" rows.");
      if (table.rows().size() > shown) {
        text.append(" The table that people see holds ")
            .append(table.rows().size())
            .append(" of them.");
      }
      text.append(" Aggregate, filter or order in SQL rather than read more rows.");
    } else {
      text.append(found).append(table.found() == 1 ? " row." : " rows.");
    }
    if (table.columns().size() > MOST_COLUMNS) {
      text.append(" Shown are ")
          .append(MOST_COLUMNS)
          .append(" of ")
          .append(table.columns().size())
          .append(" columns.");
    }
    return text.toString();
  }

  private static String line(List<String> cells) {
    return cells.stream().limit(MOST_COLUMNS).collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private String cell(@Nullable Object value) {
    String text =
        switch (value) {
          case null -> "NULL";
          case List<?> list -> written(list);
          case Map<?, ?> map -> written(map);
          default -> value.toString();
        };
    String shown =
        text.length() > WIDEST_CELL
            ? text.substring(0, WIDEST_CELL) + "… (" + text.length() + " characters)"
            : text;
    return shown.replace("\\", "\\\\").replace("|", "\\|").replaceAll("\\R", "\\\\n");
  }

  private String written(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // plain values only
    }
  }
}
