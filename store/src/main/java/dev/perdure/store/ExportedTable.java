package dev.perdure.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a table are taken out.
 *
 * @param type what a row is called
 * @param columns those that are taken out
 * @param leftOut those that are not: hashes, secrets, and what only the service needs
 * @param order the primary key without the organization
 * @param ofUser which rows are about or by the user {@code :user}; null when none are
 * @param atOnce how many rows are fetched, and so in memory, at once
 */
record ExportedTable(
    String type,
    String table,
    List<Column> columns,
    Set<String> leftOut,
    String order,
    @Nullable String ofUser,
    int atOnce) {

  private static final int AT_ONCE = 20;

  ExportedTable {
    columns = List.copyOf(columns);
    leftOut = Set.copyOf(leftOut);
  }

  /** Reads a value, which is there. */
  @FunctionalInterface
  interface Reader {
    @Nullable Object read(ExportedRow row, String column) throws SQLException;
  }

  /** A column, and how it is read. */
  record Column(String name, Reader reader) {}

  /** A table with nothing chosen yet. */
  static ExportedTable of(String type, String table, String order) {
    return new ExportedTable(type, table, List.of(), Set.of(), order, null, AT_ONCE);
  }

  /** The same with more columns, read in the same way. */
  ExportedTable with(Reader reader, String... names) {
    List<Column> all = new ArrayList<>(columns);
    for (String name : names) {
      all.add(new Column(name, reader));
    }
    return new ExportedTable(type, table, all, leftOut, order, ofUser, atOnce);
  }

  ExportedTable without(String... names) {
    return new ExportedTable(type, table, columns, Set.of(names), order, ofUser, atOnce);
  }

  ExportedTable ofUser(String condition) {
    return new ExportedTable(type, table, columns, leftOut, order, condition, atOnce);
  }

  /** The same for rows so large that one at a time is enough. */
  ExportedTable oneAtATime() {
    return new ExportedTable(type, table, columns, leftOut, order, ofUser, 1);
  }

  /** All rows of the organization {@code :org}, or those of the user {@code :user} too. */
  String sql(boolean user) {
    return "SELECT "
        + String.join(", ", columns.stream().map(column -> "x." + column.name()).toList())
        + " FROM "
        + table
        + " x WHERE x.org_id = :org"
        + (user ? " AND (" + ofUser + ")" : "")
        + " ORDER BY "
        + order;
  }

  Map<String, Object> read(ExportedRow row) throws SQLException {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (Column column : columns) {
      Object value = column.reader().read(row, column.name());
      if (value != null) {
        fields.put(column.name(), value);
      }
    }
    return fields;
  }
}
