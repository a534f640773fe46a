package dev.perdure.store;

import dev.perdure.core.tenant.OrgId;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A row that is taken out. What is in the list of {@link Body} comes in the clear, whoever asks for
 * it: no column can be forgotten.
 */
record ExportedRow(ResultSet rs, OrgId orgId, String table, Bodies bodies) {

  @Nullable String text(String column) throws SQLException {
    String stored = rs.getString(column);
    Body body = Body.at(table, column);
    return stored == null || body == null
        ? stored
        : bodies.read(orgId, body, body.rows().id(rs), stored);
  }

  @Nullable Object value(String column) throws SQLException {
    return Body.at(table, column) == null ? rs.getObject(column) : text(column);
  }
}
