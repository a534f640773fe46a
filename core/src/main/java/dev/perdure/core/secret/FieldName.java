package dev.perdure.core.secret;

import java.util.UUID;

/**
 * Where an encrypted value is kept. It is bound to that place: moved to another row, column or
 * organization it can't be read.
 *
 * @param id of the row, as text
 */
public record FieldName(String table, String id, String column) {

  public FieldName {
    if (table.indexOf('|') >= 0 || column.indexOf('|') >= 0) {
      throw new IllegalArgumentException("tables and columns have no | in their names");
    }
  }

  public FieldName(String table, UUID id, String column) {
    this(table, id.toString(), column);
  }

  @Override
  public String toString() {
    return table + "." + column + " of " + id;
  }
}
