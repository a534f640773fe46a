package dev.perdure.skills.builtin.data.table;

import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a query answered, as far as it is kept.
 *
 * @param rows values as JSON has them
 * @param found rows the query answered with, as far as they were counted
 * @param more whether there are more rows than {@code found}
 */
public record Table(
    List<Column> columns, List<List<@Nullable Object>> rows, long found, boolean more) {

  public Table {
    columns = List.copyOf(columns);
    rows = Collections.unmodifiableList(rows);
  }

  /** Whether rows were left out. */
  public boolean cut() {
    return more || found > rows.size();
  }

  /** Where a column is; names are compared without regard to case when none is the same. */
  public OptionalInt column(String name) {
    OptionalInt exact = find(column -> column.name().equals(name));
    return exact.isPresent() ? exact : find(column -> column.name().equalsIgnoreCase(name));
  }

  private OptionalInt find(java.util.function.Predicate<Column> wanted) {
    return IntStream.range(0, columns.size()).filter(i -> wanted.test(columns.get(i))).findFirst();
  }
}
