package dev.perdure.skills.builtin.data.child;

import java.sql.SQLException;
import org.duckdb.DuckDBStruct;
import org.jspecify.annotations.Nullable;

/** What only DuckDB answers. */
final class DuckDbValues extends PlainValues {

  @Override
  @Nullable Object other(Object value) throws SQLException {
    return value instanceof DuckDBStruct struct ? map(struct.getMap()) : super.other(value);
  }
}
