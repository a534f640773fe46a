package dev.perdure.skills.builtin.data.child;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends the rows of a result while they fit, and counts on. */
final class Rows {

  private final Replies replies;
  private final PlainValues values;
  private final int mostKept;
  private final long mostFound;
  private long found;
  private boolean full;

  /**
   * @param mostFound rows that are counted
   */
  Rows(Replies replies, PlainValues values, int mostKept, long mostFound) {
    this.replies = replies;
    this.values = values;
    this.mostKept = mostKept;
    this.mostFound = mostFound;
  }

  /** Sends the columns. */
  void begin(ResultSetMetaData meta) throws SQLException {
    List<List<String>> columns = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      columns.add(
          List.of(
              PlainValues.cut(meta.getColumnLabel(i)), String.valueOf(meta.getColumnTypeName(i))));
    }
    replies.columns(columns);
  }

  /** Takes rows; tells how many. */
  int take(ResultSet result) throws SQLException {
    int taken = 0;
    ResultSetMetaData meta = result.getMetaData();
    while (!enough() && result.next()) {
      taken++;
      found++;
      full = full || found > mostKept || !replies.row(row(result, meta));
    }
    return taken;
  }

  /** Whether no more need be asked for. */
  boolean enough() {
    return found >= mostFound;
  }

  /** Sends how many there were. */
  void end() {
    replies.end(found, enough());
  }

  private List<@Nullable Object> row(ResultSet result, ResultSetMetaData meta) throws SQLException {
    List<@Nullable Object> row = new ArrayList<>(meta.getColumnCount());
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      row.add(value(result, i, String.valueOf(meta.getColumnTypeName(i))));
    }
    return row;
  }

  /** A value no class of Java can hold, such as a date of infinity, is shown as the text it is. */
  private @Nullable Object value(ResultSet result, int column, String type) throws SQLException {
    try {
      return values.of(values.read(result, column, type));
    } catch (RuntimeException e) {
      return values.of(result.getString(column));
    }
  }
}
