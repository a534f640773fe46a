package dev.perdure.skills.builtin.data.child;

import dev.perdure.skills.builtin.data.child.FileTables.Made;
import dev.perdure.skills.builtin.data.wire.Failure;
import dev.perdure.skills.builtin.data.wire.Request;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A query over files. */
final class FileQuery {

  private static final long MOST_COUNTED = 1_000_000;
  private static final int SAMPLE = 3;

  private final Request.OfFiles request;
  private final Replies replies;
  private final PlainValues values = new DuckDbValues();

  FileQuery(Request.OfFiles request, Replies replies) {
    this.request = request;
    this.replies = replies;
  }

  void run() {
    try (Connection connection = DuckDb.open(request.bounds(), request.folder())) {
      Room room = new Room(request.bounds().spillMb());
      List<Made> tables =
          new FileTables(connection, Path.of(request.folder(), "files"), room)
              .make(request.files());
      DuckDb.lock(connection, room);
      for (Made table : tables) {
        replies.table(
            request.sql().isEmpty() ? described(connection, table) : FileTables.told(table));
      }
      if (request.sql().isEmpty()) {
        replies.end(0, false);
      } else {
        query(connection);
      }
    } catch (RefusedException e) {
      replies.failure(e.failure(), String.valueOf(e.getMessage()));
    } catch (SQLException e) {
      String message = DuckDb.message(e);
      replies.failure(DuckDb.tooLarge(message) ? Failure.TOO_LARGE : Failure.WRONG, message);
    }
  }

  private void query(Connection connection) throws SQLException, RefusedException {
    StatementCheck check = new StatementCheck(connection);
    StatementCheck.Query query = check.read(request.sql());
    if (!request.save().isEmpty()) {
      save(connection, check.written(query));
      return;
    }
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(request.sql())) {
      Rows rows = new Rows(replies, values, request.bounds().rows(), MOST_COUNTED);
      rows.begin(result.getMetaData());
      rows.take(result);
      rows.end();
    }
  }

  private void save(Connection connection, String sql) throws SQLException {
    String name = request.save();
    String end = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    String format =
        switch (end) {
          case "parquet" -> "FORMAT parquet";
          case "json", "jsonl", "ndjson" -> "FORMAT json";
          default -> "FORMAT csv, HEADER";
        };
    String path = DuckDb.literal(request.folder() + "/out/" + name);
    try (Statement statement = connection.createStatement()) {
      long rows =
          statement.executeUpdate("COPY (\n" + sql + "\n) TO " + path + " (" + format + ")");
      replies.end(rows, false);
    }
  }

  private Map<String, @Nullable Object> described(Connection connection, Made table) {
    Map<String, @Nullable Object> told = FileTables.told(table);
    if (table.name().isEmpty()) {
      return told;
    }
    String from = " FROM " + DuckDb.name(table.name());
    try (Statement statement = connection.createStatement()) {
      try (ResultSet first = statement.executeQuery("SELECT *" + from + " LIMIT " + SAMPLE)) {
        told.put("columns", columns(first.getMetaData()));
        told.put("sample", sample(first));
      }
      try (ResultSet count = statement.executeQuery("SELECT count(*)" + from)) {
        count.next();
        told.put("rows", count.getLong(1));
      }
    } catch (SQLException e) {
      told.put("problem", DuckDb.message(e));
    }
    return told;
  }

  private List<List<String>> columns(ResultSetMetaData meta) throws SQLException {
    List<List<String>> columns = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      columns.add(List.of(meta.getColumnLabel(i), meta.getColumnTypeName(i)));
    }
    return columns;
  }

  private List<List<@Nullable Object>> sample(ResultSet result) throws SQLException {
    List<List<@Nullable Object>> sample = new ArrayList<>();
    while (result.next()) {
      List<@Nullable Object> row = new ArrayList<>();
      for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
        Object value = values.of(result.getObject(i));
        row.add(
            value instanceof String text && text.length() > 80
                ? text.substring(0, 80) + "…"
                : value);
      }
      sample.add(row);
    }
    return sample;
  }
}
