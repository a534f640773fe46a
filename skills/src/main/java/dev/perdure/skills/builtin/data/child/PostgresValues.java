package dev.perdure.skills.builtin.data.child;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL says better as text, or the driver would run after. */
final class PostgresValues extends PlainValues {

  private static final Set<String> AS_TEXT =
      Set.of(
          "date",
          "time",
          "timetz",
          "timestamp",
          "timestamptz",
          "interval",
          "money",
          "refcursor",
          "xml",
          "json",
          "jsonb");

  @Override
  @Nullable Object read(ResultSet result, int column, String type) throws SQLException {
    return AS_TEXT.contains(type) ? result.getString(column) : super.read(result, column, type);
  }
}
