package dev.perdure.skills.builtin.data.child;

import dev.perdure.skills.builtin.data.wire.FileRef;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a view of each file. One that can't be read fails alone. */
final class FileTables {

  /**
   * A view, or why there is none.
   *
   * @param name empty when there is none
   */
  record Made(FileRef file, String name, String problem) {}

  private final Connection connection;
  private final Path files;
  private final TableNames names;
  private final Room room;

  FileTables(Connection connection, Path files, Room room) throws SQLException {
    this.room = room;
    this.connection = connection;
    this.files = files;
    this.names = new TableNames(reserved(connection));
  }

  List<Made> make(List<FileRef> refs) {
    List<Made> made = new ArrayList<>();
    for (FileRef ref : refs) {
      try {
        for (Map.Entry<String, String> source : sources(ref).entrySet()) {
          made.add(view(ref, source.getKey(), source.getValue()));
        }
      } catch (Room.Full e) {
        made.add(new Made(ref, "", "its sheets take more room than a query has"));
      } catch (IOException | RuntimeException e) {
        made.add(new Made(ref, "", "it is no workbook, or broken: " + e.getMessage()));
      }
    }
    return made;
  }

  private Made view(FileRef ref, String label, String source) {
    String name = names.of(label);
    try {
      DuckDb.execute(
          connection, List.of("CREATE VIEW " + DuckDb.name(name) + " AS SELECT * FROM " + source));
      return new Made(ref, name, "");
    } catch (SQLException e) {
      return new Made(ref, "", DuckDb.message(e));
    }
  }

  /** What is selected from, by what it is named after. */
  private Map<String, String> sources(FileRef ref) throws IOException {
    String path = DuckDb.literal(ref.staged());
    return switch (ref.format()) {
      case CSV -> Map.of(ref.path(), "read_csv(" + path + ")");
      case JSON -> Map.of(ref.path(), "read_json(" + path + ")");
      case PARQUET -> Map.of(ref.path(), "read_parquet(" + path + ")");
      case EXCEL -> sheets(ref);
    };
  }

  private Map<String, String> sheets(FileRef ref) throws IOException {
    Map<String, String> sources = new LinkedHashMap<>();
    List<Workbooks.Sheet> sheets = Workbooks.toCsv(files.resolve(ref.staged()), room);
    for (Workbooks.Sheet sheet : sheets) {
      String label =
          sheets.size() == 1
              ? ref.path()
              : ref.path().replaceFirst("(?i)\\.xlsx$", "") + "_" + sheet.name();
      String path = DuckDb.literal(files.relativize(sheet.csv()).toString());
      sources.put(label, "read_csv(" + path + ", delim=',', quote='\"', escape='\"')");
    }
    return sources;
  }

  private static Set<String> reserved(Connection connection) throws SQLException {
    Set<String> words = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category <> 'unreserved'")) {
      while (result.next()) {
        words.add(String.valueOf(result.getString(1)));
      }
    }
    return words;
  }

  /** What is told of a view. */
  static Map<String, @Nullable Object> told(Made made) {
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    told.put("path", made.file().path());
    told.put("name", made.name());
    told.put("problem", made.problem());
    return told;
  }
}
