package dev.perdure.store;

import dev.perdure.core.port.Identities;
import dev.perdure.core.tenant.Access;
import dev.perdure.core.tenant.OrgId;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

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
      UPDATE api_keys SET last_used_at = now(), last_used_address = :address
      WHERE org_id = :org AND id = :id
        AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
      """;

  private static final String REHASH_KEY =
      """
      UPDATE api_keys SET hash = :after WHERE org_id = :org AND id = :id AND hash = :before
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
        .map((rs, ctx) -> new KeyHolder(KeyRows.key(rs), AccessRows.access(rs)))
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
                .map((rs, ctx) -> AccessRows.access(rs))
                .findOne());
  }

  @Override
  public void touchKey(OrgId orgId, UUID keyId, @Nullable String address) {
    db.inOrg(
        orgId,
        handle ->
            handle
                .createUpdate(TOUCH_KEY)
                .bind("org", orgId.value())
                .bind("id", keyId)
                .bind("address", PgText.cleanOrNull(address))
                .execute());
  }

  @Override
  public void rehashKey(OrgId orgId, UUID keyId, byte[] before, byte[] after) {
    db.inOrg(
        orgId,
        handle ->
            handle
                .createUpdate(REHASH_KEY)
                .bind("org", orgId.value())
                .bind("id", keyId)
                .bind("before", before)
                .bind("after", after)
                .execute());
  }
}
