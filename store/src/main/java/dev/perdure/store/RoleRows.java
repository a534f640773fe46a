package dev.perdure.store;

import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.RoleDefinition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Reads and writes rows of {@code roles}. */
final class RoleRows {

  private static final String SELECT =
      "SELECT name, description, permissions FROM roles WHERE org_id = :org ";

  private static final String INSERT =
      """
      INSERT INTO roles (org_id, name, description, permissions)
      VALUES (:org, :name, :description, :permissions)
      ON CONFLICT DO NOTHING
      """;

  private static final String UPDATE =
      """
      UPDATE roles SET description = :description, permissions = :permissions, updated_at = now()
      WHERE org_id = :org AND name = :name
      """;

  private static final String IN_USE =
      """
      SELECT EXISTS (SELECT FROM users
                     WHERE org_id = :org AND role = :name AND status <> 'removed')
        OR EXISTS (SELECT FROM invitations
                   WHERE org_id = :org AND role = :name AND accepted_at IS NULL
                     AND revoked_at IS NULL AND expires_at > now())
      """;

  List<RoleDefinition> list(Handle handle, OrgId orgId, boolean operator) {
    return handle
        .createQuery(SELECT + "ORDER BY name")
        .bind("org", orgId.value())
        .map((rs, ctx) -> map(rs, operator))
        .list();
  }

  Optional<RoleDefinition> find(Handle handle, OrgId orgId, String name, boolean operator) {
    return handle
        .createQuery(SELECT + "AND name = :name")
        .bind("org", orgId.value())
        .bind("name", PgText.clean(name))
        .map((rs, ctx) -> map(rs, operator))
        .findOne();
  }

  /** Whether there was no role of this name. */
  boolean insert(Handle handle, OrgId orgId, RoleDefinition role) {
    return write(handle, orgId, role, INSERT) == 1;
  }

  void update(Handle handle, OrgId orgId, RoleDefinition role) {
    write(handle, orgId, role, UPDATE);
  }

  private static int write(Handle handle, OrgId orgId, RoleDefinition role, String sql) {
    return handle
        .createUpdate(sql)
        .bind("org", orgId.value())
        .bind("name", PgText.clean(role.name()))
        .bind("description", PgText.cleanOrNull(role.description()))
        .bindArray("permissions", String.class, Scopes.stored(role.permissions()))
        .execute();
  }

  void delete(Handle handle, OrgId orgId, String name) {
    handle
        .createUpdate("DELETE FROM roles WHERE org_id = :org AND name = :name")
        .bind("org", orgId.value())
        .bind("name", PgText.clean(name))
        .execute();
  }

  boolean inUse(Handle handle, OrgId orgId, String name) {
    return handle
        .createQuery(IN_USE)
        .bind("org", orgId.value())
        .bind("name", PgText.clean(name))
        .mapTo(Boolean.class)
        .one();
  }

  private static RoleDefinition map(ResultSet rs, boolean operator) throws SQLException {
    return new RoleDefinition(
        rs.getString("name"),
        rs.getString("description"),
        Scopes.within(Scopes.read((String[]) rs.getArray("permissions").getArray()), operator),
        false);
  }
}
