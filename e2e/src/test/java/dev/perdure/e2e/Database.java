package dev.perdure.e2e;

import dev.perdure.devstack.PostgresAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the product's tables behind its back. */
public record Database(PostgresAddress address) {

  /** All rows, columns by name, values as text. */
  public List<Map<String, String>> rows(String sql, Object... parameters) {
    try (Connection connection =
            DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      return read(statement.executeQuery());
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The values of one column. */
  public List<String> column(String sql, Object... parameters) {
    return rows(sql, parameters).stream().map(row -> row.values().iterator().next()).toList();
  }

  private static List<Map<String, String>> read(ResultSet results) throws SQLException {
    List<Map<String, String>> rows = new ArrayList<>();
    while (results.next()) {
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 1; i <= results.getMetaData().getColumnCount(); i++) {
        String value = results.getString(i);
        row.put(results.getMetaData().getColumnLabel(i), value == null ? "" : value);
      }
      rows.add(row);
    }
    return List.copyOf(rows);
  }
}
