package dev.perdure.store;

import dev.perdure.core.tenant.Access;
import dev.perdure.core.tenant.OrgId;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads what a user may do from {@code org_id, user_id, role, granted, operator}. */
final class AccessRows {

  private AccessRows() {}

  static Access access(ResultSet rs) throws SQLException {
    String role = rs.getString("role");
    return new Access(
        new OrgId(Columns.uuid(rs, "org_id")),
        Columns.uuid(rs, "user_id"),
        role,
        Scopes.ofRole(role, rs.getArray("granted"), rs.getBoolean("operator")));
  }
}
