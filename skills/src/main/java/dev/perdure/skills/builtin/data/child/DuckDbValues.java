package dev.perdure.skills.builtin.data.child;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.duckdb.DuckDBStruct;
import org.jspecify.annotations.Nullable;

/** What only DuckDB answers. */
final class DuckDbValues extends PlainValues {

  /** The driver has no infinity: it answers with the end of time. */
  private static final int END_OF_TIME = 290_000;

  @Override
  @Nullable Object read(ResultSet result, int column, String type) throws SQLException {
    Object value = super.read(result, column, type);
    int year =
        switch (value) {
          case LocalDate date -> date.getYear();
          case Timestamp time ->
              time.toLocalDateTime().getYear()
                  * Long.signum(time.getTime()); // its years have no sign
          case OffsetDateTime time -> time.getYear();
          case null, default -> 0;
        };
    return Math.abs(year) < END_OF_TIME ? value : year > 0 ? "infinity" : "-infinity";
  }

  @Override
  @Nullable Object other(Object value) throws SQLException {
    return value instanceof DuckDBStruct struct ? map(struct.getMap()) : super.other(value);
  }
}
