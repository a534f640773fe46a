package dev.perdure.store;

import dev.perdure.core.port.ApiKeyStore.KeyFilter;
import dev.perdure.core.port.ApiKeyStore.StoredKey;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.tenant.ApiKey;
import dev.perdure.core.tenant.OrgId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Reads and writes rows of {@code api_keys}. */
final class KeyRows {

  private static final String SELECT =
      """
      SELECT org_id, id, user_id, name, hash, permissions, allowed_addresses, signed, created_at,
             expires_at, revoked_at, last_used_at, rotated_to, last_used_address
      FROM api_keys WHERE org_id = :org
      """;

  private static final String INSERT =
      """
      INSERT INTO api_keys
        (org_id, id, user_id, name, hash, permissions, allowed_addresses, signed, created_at,
         expires_at, revoked_at)
      VALUES
        (:org, :id, :user, :name, :hash, :permissions, :addresses, :signed, :created,
         :expires::timestamptz, :revoked::timestamptz)
      """;

  private static final String UPDATE =
      """
      UPDATE api_keys
      SET name = :name, allowed_addresses = :addresses, signed = :signed,
          expires_at = :expires::timestamptz
      WHERE org_id = :org AND id = :id
      """;

  private static final String REVOKE =
      """
      UPDATE api_keys SET revoked_at = now()
      WHERE org_id = :org AND id = :id AND revoked_at IS NULL
      """;

  private static final String REVOKE_ALL =
      """
      UPDATE api_keys SET revoked_at = now()
      WHERE org_id = :org AND user_id = :user AND revoked_at IS NULL
      """;

  private static final String ROTATED =
      """
      UPDATE api_keys SET rotated_to = :to, expires_at = :expires
      WHERE org_id = :org AND id = :id
      """;

  void insert(Handle handle, ApiKey key) {
    handle
        .createUpdate(INSERT)
        .bind("org", key.orgId().value())
        .bind("id", key.id())
        .bind("user", key.userId())
        .bind("name", PgText.clean(key.name()))
        .bind("hash", key.hash())
        .bindArray("permissions", String.class, Scopes.stored(key.scopes()))
        .bindArray("addresses", String.class, key.allowedAddresses())
        .bind("signed", key.signed())
        .bind("created", Times.utc(key.createdAt()))
        .bind("expires", Times.utc(key.expiresAt()))
        .bind("revoked", Times.utc(key.revokedAt()))
        .execute();
  }

  Optional<StoredKey> find(Handle handle, OrgId orgId, UUID id) {
    return one(handle, orgId, id, "AND id = :id");
  }

  /** Finds a key and keeps others from changing it. */
  Optional<StoredKey> lock(Handle handle, OrgId orgId, UUID id) {
    return one(handle, orgId, id, "AND id = :id FOR NO KEY UPDATE");
  }

  private static Optional<StoredKey> one(Handle handle, OrgId orgId, UUID id, String which) {
    return handle
        .createQuery(SELECT + which)
        .bind("org", orgId.value())
        .bind("id", id)
        .map((rs, ctx) -> map(rs))
        .findOne();
  }

  Page<StoredKey> list(Handle handle, OrgId orgId, KeyFilter filter, PageRequest page) {
    Cursors.Key after = Cursors.read("keys", page);
    List<StoredKey> found =
        handle
            .createQuery(
                SELECT
                    + (filter.userId() == null ? "" : "AND user_id = :user\n")
                    + (filter.active()
                        ? "AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())\n"
                        : "")
                    + (after == null ? "" : "AND id < :after\n")
                    + "ORDER BY id DESC LIMIT :limit")
            .bind("org", orgId.value())
            .bind("user", filter.userId())
            .bind("after", after == null ? null : after.uuid())
            .bind("limit", Cursors.rows(page))
            .map((rs, ctx) -> map(rs))
            .list();
    return Cursors.page(
        "keys", page, found, stored -> new Cursors.Key(stored.key().id().toString(), ""));
  }

  void update(Handle handle, ApiKey key) {
    handle
        .createUpdate(UPDATE)
        .bind("org", key.orgId().value())
        .bind("id", key.id())
        .bind("name", PgText.clean(key.name()))
        .bindArray("addresses", String.class, key.allowedAddresses())
        .bind("signed", key.signed())
        .bind("expires", Times.utc(key.expiresAt()))
        .execute();
  }

  /** Notes which key replaces this one, and when this one ends. */
  void rotated(Handle handle, ApiKey key, UUID to, Instant expires) {
    handle
        .createUpdate(ROTATED)
        .bind("org", key.orgId().value())
        .bind("id", key.id())
        .bind("to", to)
        .bind("expires", Times.utc(expires))
        .execute();
  }

  /** Whether the key was not revoked before. */
  boolean revoke(Handle handle, OrgId orgId, UUID id) {
    return handle.createUpdate(REVOKE).bind("org", orgId.value()).bind("id", id).execute() == 1;
  }

  /** Revokes all keys of a user; how many. */
  int revokeAll(Handle handle, OrgId orgId, UUID userId) {
    return handle
        .createUpdate(REVOKE_ALL)
        .bind("org", orgId.value())
        .bind("user", userId)
        .execute();
  }

  private static StoredKey map(ResultSet rs) throws SQLException {
    return new StoredKey(
        key(rs), Columns.uuidOrNull(rs, "rotated_to"), rs.getString("last_used_address"));
  }

  static ApiKey key(ResultSet rs) throws SQLException {
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
}
