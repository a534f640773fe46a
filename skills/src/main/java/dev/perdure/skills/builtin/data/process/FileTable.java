package dev.perdure.skills.builtin.data.process;

import dev.perdure.skills.builtin.data.table.Column;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a file.
 *
 * @param name of the table it is; empty when it could not be read
 * @param problem why it could not; empty when it could
 * @param columns told only when asked for
 * @param rows how many there are; -1 when that was not asked for, or not found out
 * @param sample the first rows
 */
public record FileTable(
    String path,
    String name,
    String problem,
    List<Column> columns,
    long rows,
    List<List<@Nullable Object>> sample) {

  public FileTable {
    columns = List.copyOf(columns);
    sample = Collections.unmodifiableList(sample);
  }
}
