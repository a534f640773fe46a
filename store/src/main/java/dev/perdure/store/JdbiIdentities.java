package dev.perdure.store;

import dev.perdure.core.port.Identities;
import dev.perdure.core.tenant.Access;
import dev.perdure.core.tenant.ApiKey;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Permission;
import dev.perdure.core.tenant.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Keys, and what the users behind them may do. */
final class JdbiIdentities implements Identities {

  private static final String FIND_KEY =
      """
      SELECT k.org_id, k.id, k.user_id, k.name, k.hash, k.permissions, k.allowed_addresses,
             k.signed OR o.signed AS signed, k.created_at, k.expires_at, k.revoked_at,
             k.last_used_at, u.role, r.permissions AS granted, o.operator
      FROM api_keys k
      JOIN organizations o ON o.org_id = k.org_id AND o.status = 'active'
      JOIN users u ON u.org_id = k.org_id AND u.id = k.user_id AND u.status = 'active'
      LEFT JOIN roles r ON r.org_id = u.org_id AND r.name = u.role
      WHERE k.org_id = :org AND k.id = :id
      """;

  private static final String ACCESS =
      """
      SELECT u.org_id, u.id AS user_id, u.role, r.permissions AS granted, o.operator
      FROM users u
      JOIN organizations o ON o.org_id = u.org_id AND o.status = 'active'
      LEFT JOIN roles r ON r.org_id = u.org_id AND r.name = u.role
      WHERE u.org_id = :org AND u.id = :user AND u.status = 'active'
      """;

  private static final String TOUCH_KEY =
      """
      UPDATE api_keys SET last_used_at = now()
      WHERE org_id = :org AND id = :id
        AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
      """;

  private final Db db;

  JdbiIdentities(Db db) {
    this.db = db;
  }

  @Override
  public Optional<KeyHolder> findKey(UUID keyId) {
    return db.acrossOrgs(handle ->
        CurrentOrg.setToThatOfKey(handle, keyId).flatMap(orgId -> find(handle, orgId, keyId)));
  }

  private static Optional<KeyHolder> find(Handle handle, OrgId orgId, UUID keyId) {
    return handle
        .createQuery(FIND_KEY)
        .bind("org", orgId.value())
        .bind("id", keyId)
        .map((rs, ctx) -> new KeyHolder(key(rs), access(rs)))
        .findOne();
  }

  @Override
  public Optional<Access> access(OrgId orgId, UUID userId) {
    return db.inOrg(
        orgId,
        handle ->
            handle
                .createQuery(ACCESS)
                .bind("org", orgId.value())
                .bind("user", userId)
                .map((rs, ctx) -> access(rs))
                .findOne());
  }

  @Override
  public void touchKey(OrgId orgId, UUID keyId) {
    db.inOrg(
        orgId,
        handle ->
            handle.createUpdate(TOUCH_KEY).bind("org", orgId.value()).bind("id", keyId).execute());
  }

  private static ApiKey key(ResultSet rs) throws SQLException {
    return new ApiKey(
        new OrgId(Columns.uuid(rs, "org_id")),
        Columns.uuid(rs, "id"),
        Columns.uuid(rs, "user_id"),
        rs.getString("name"),
        rs.getBytes("hash"),
        Scopes.read((String[]) rs.getArray("permissions").getArray()),
        List.of((String[]) rs.getArray("allowed_addresses").getArray()),
        rs.getBoolean("signed"),
        Columns.instant(rs, "created_at"),
        Columns.instantOrNull(rs, "expires_at"),
        Columns.instantOrNull(rs, "revoked_at"),
        Columns.instantOrNull(rs, "last_used_at"));
  }

  private static Access access(ResultSet rs) throws SQLException {
    String role = rs.getString("role");
    return new Access(
        new OrgId(Columns.uuid(rs, "org_id")),
        Columns.uuid(rs, "user_id"),
        role,
        allowed(granted(role, rs), rs.getBoolean("operator")));
  }

  /** A role that is gone grants nothing. */
  private static Set<Permission> granted(String role, ResultSet rs) throws SQLException {
    Optional<Role> builtIn = Role.of(role);
    if (builtIn.isPresent()) {
      return builtIn.get().permissions();
    }
    java.sql.Array own = rs.getArray("granted");
    return own == null ? Set.of() : Scopes.read((String[]) own.getArray());
  }

  private static Set<Permission> allowed(Set<Permission> granted, boolean operator) {
    Set<Permission> allowed = EnumSet.noneOf(Permission.class);
    allowed.addAll(granted);
    allowed.removeIf(permission -> permission.crossesOrganizations() && !operator);
    return allowed;
  }
}
