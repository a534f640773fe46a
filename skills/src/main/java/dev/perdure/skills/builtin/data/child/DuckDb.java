package dev.perdure.skills.builtin.data.child;

import dev.perdure.skills.builtin.data.wire.Bounds;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

/** An empty database in memory that sees its folder and nothing else. */
final class DuckDb {

  private static final String ENDED =
      "Attempting to execute an unsuccessful or closed pending query result";

  private DuckDb() {}

  /** Opens it. Its settings can still be changed: {@link #lock} it before it meets a query. */
  static Connection open(Bounds bounds, String folder) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("jdbc_stream_results", "true");
    Connection connection = DriverManager.getConnection("jdbc:duckdb:", properties);
    String spill = literal(folder + "/spill");
    execute(
        connection,
        List.of(
            "SET threads = 2",
            "SET memory_limit = '" + bounds.memoryMb() + "MiB'",
            "SET temp_directory = " + spill,
            "SET max_temp_directory_size = '" + bounds.spillMb() + "MiB'",
            "SET home_directory = " + spill,
            "SET extension_directory = " + spill,
            "SET secret_directory = " + spill,
            "SET allow_persistent_secrets = false",
            "SET autoinstall_known_extensions = false",
            "SET autoload_known_extensions = false",
            "SET allow_community_extensions = false",
            "SET enable_external_file_cache = false",
            "SET TimeZone = 'UTC'",
            "SET allowed_directories = ["
                + literal(folder + "/files/")
                + ", "
                + literal(folder + "/out/")
                + "]",
            "SET enable_external_access = false"));
    return connection;
  }

  /** No setting changes any more; what it may write from now on is what room is left. */
  static void lock(Connection connection, Room room) throws SQLException {
    execute(
        connection,
        List.of(
            "SET max_temp_directory_size = '" + room.leftMb() + "MiB'",
            "SET lock_configuration = true"));
  }

  static void execute(Connection connection, List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** A text as SQL has it. */
  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** A name as SQL has it. */
  static String name(String text) {
    return "\"" + text.replace("\"", "\"\"") + "\"";
  }

  /** What is wrong, as DuckDB says it, without what only its makers need. */
  static String message(SQLException e) {
    String message = String.valueOf(e.getMessage());
    int ended = message.indexOf(ENDED);
    if (ended >= 0) {
      message = message.substring(ended + ENDED.length()).replaceFirst("^\\s*Error:\\s*", "");
    }
    int trace = message.indexOf("Stack Trace:");
    return (trace < 0 ? message : message.substring(0, trace)).strip();
  }

  /** Whether there was not enough memory or room. */
  static boolean tooLarge(String message) {
    return message.contains("Out of Memory")
        || message.contains("Java heap space")
        || message.contains("bad_alloc")
        || message.contains("max_temp_directory_size");
  }
}
