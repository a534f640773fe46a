package dev.perdure.skills.builtin.data.child;

import dev.perdure.skills.builtin.data.wire.Failure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets one query through and nothing else. DuckDB's own parser tells what a text is: its tree is
 * only made of statements that select. Of functions that stand for tables, only known ones pass:
 * some change settings that are locked ({@code enable_logging}), or run a text that was never
 * looked at ({@code query}).
 */
final class StatementCheck {

  /** A query, as DuckDB read it. */
  record Query(String tree) {}

  private static final Set<String> TABLE_FUNCTIONS =
      Set.of(
          "range",
          "generate_series",
          "unnest",
          "repeat",
          "repeat_row",
          "glob",
          "read_csv",
          "read_csv_auto",
          "sniff_csv",
          "read_text",
          "read_blob",
          "read_json",
          "read_json_auto",
          "read_json_objects",
          "read_json_objects_auto",
          "read_ndjson",
          "read_ndjson_auto",
          "read_ndjson_objects",
          "json_each",
          "json_tree",
          "read_parquet",
          "parquet_scan",
          "parquet_schema",
          "parquet_metadata",
          "parquet_file_metadata",
          "parquet_kv_metadata",
          "summary",
          "pragma_table_info",
          "pragma_version",
          "duckdb_columns",
          "duckdb_tables",
          "duckdb_views",
          "duckdb_types",
          "duckdb_functions",
          "duckdb_keywords",
          "duckdb_settings",
          "icu_calendar_names",
          "pg_timezone_names");

  private static final String PARSE =
      """
      SELECT t->>'$.error', t->>'$.error_type', t->>'$.error_message', t->>'$.position',
        json_array_length(t, '$.statements'), t::VARCHAR
      FROM (SELECT json_serialize_sql(?::VARCHAR) AS t)
      """;
  private static final String FUNCTIONS =
      """
      SELECT DISTINCT lower(json_extract_string(value, '$.function.function_name'))
      FROM json_tree(?::JSON)
      WHERE type = 'OBJECT' AND json_extract_string(value, '$.type') = 'TABLE_FUNCTION'
      """;

  private final Connection connection;

  StatementCheck(Connection connection) {
    this.connection = connection;
  }

  /**
   * Reads a text.
   *
   * @throws RefusedException when it is not one query, worded for the model
   * @throws SQLException when it is not SQL at all
   */
  Query read(String sql) throws SQLException, RefusedException {
    String tree = tree(sql);
    List<String> foreign = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(FUNCTIONS)) {
      statement.setString(1, tree);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          String name = String.valueOf(result.getString(1));
          if (!TABLE_FUNCTIONS.contains(name)) {
            foreign.add(name);
          }
        }
      }
    }
    if (!foreign.isEmpty()) {
      throw new RefusedException("The function " + foreign.getFirst() + " can't be used here.");
    }
    return new Query(tree);
  }

  /** The query as SQL again, with nothing around it. */
  String written(Query query) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT json_deserialize_sql(?::JSON)")) {
      statement.setString(1, query.tree());
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return Optional.ofNullable(result.getString(1)).orElseThrow();
      }
    }
  }

  private String tree(String sql) throws SQLException, RefusedException {
    try (PreparedStatement statement = connection.prepareStatement(PARSE)) {
      statement.setString(1, sql);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        if (Boolean.parseBoolean(result.getString(1))) {
          throw wrong(sql, result);
        }
        if (result.getLong(5) != 1) {
          throw new RefusedException(
              "One query at a time: this text has " + result.getLong(5) + ".");
        }
        return Optional.ofNullable(result.getString(6)).orElseThrow();
      }
    }
  }

  private static RefusedException wrong(String sql, ResultSet result) throws SQLException {
    if ("not implemented".equals(result.getString(2))) {
      return new RefusedException(
          "Only a query can be run: SELECT, WITH, FROM, VALUES, DESCRIBE, SUMMARIZE or SHOW."
              + " (PIVOT needs its values spelled out: ON column IN (…).)");
    }
    return new RefusedException(
        Failure.WRONG, result.getString(3) + position(sql, result.getString(4)));
  }

  private static String position(String sql, @Nullable String position) {
    if (position == null || !position.matches("\\d{1,9}")) {
      return "";
    }
    String before = sql.substring(0, Math.min(Integer.parseInt(position), sql.length()));
    long line = before.chars().filter(c -> c == '\n').count() + 1;
    int column = before.length() - before.lastIndexOf('\n');
    return " (line " + line + ", column " + column + ")";
  }
}
