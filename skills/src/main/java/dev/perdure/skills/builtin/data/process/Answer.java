package dev.perdure.skills.builtin.data.process;

import dev.perdure.skills.builtin.data.table.Table;
import dev.perdure.skills.builtin.data.wire.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a process said.
 *
 * @param tables what became of the files
 * @param notes about the database
 * @param table the result; without columns when none was asked for
 * @param failure why there is no result; null when there is one
 * @param message of the failure
 */
public record Answer(
    List<FileTable> tables,
    List<String> notes,
    Table table,
    @Nullable Failure failure,
    String message) {

  public Answer {
    tables = List.copyOf(tables);
    notes = List.copyOf(notes);
  }
}
