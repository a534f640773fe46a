package dev.perdure.store;

import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.secret.Secret;
import dev.perdure.core.tenant.OrgId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads and writes rows of {@code secrets}. */
final class SecretRows {

  private static final String COLUMNS =
      "id, name, description, version, created_by, created_at, updated_at, last_used_at";

  private static final String FIND =
      "SELECT " + COLUMNS + " FROM secrets WHERE org_id = :org AND name = :name";

  private static final String LIST =
      "SELECT "
          + COLUMNS
          + " FROM secrets WHERE org_id = :org AND (:after::text IS NULL OR name > :after)"
          + " ORDER BY name LIMIT :limit";

  private static final String INSERT =
      """
      INSERT INTO secrets (org_id, id, name, description, value, created_by)
      VALUES (:org, :id, :name, :description, :value, :user)
      ON CONFLICT (org_id, name) DO NOTHING
      """;

  private static final String UPDATE =
      """
      UPDATE secrets
      SET description = CASE WHEN :description::text IS NULL THEN description
                             ELSE nullif(:description, '') END,
          value = coalesce(:value, value),
          version = version + CASE WHEN :value IS NULL THEN 0 ELSE 1 END,
          updated_at = clock_timestamp()
      WHERE org_id = :org AND id = :id
      """;

  private static final String VALUE =
      "SELECT id, value FROM secrets WHERE org_id = :org AND name = :name";

  private static final String TOUCH =
      """
      UPDATE secrets SET last_used_at = now()
      WHERE org_id = :org AND id = :id
        AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
      """;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Value(UUID id, byte[] encrypted) {}

  Optional<Secret> find(Handle handle, OrgId orgId, String name) {
    return find(handle, orgId, name, "");
  }

  /** The same, and nobody changes it before this transaction ends. */
  Optional<Secret> lock(Handle handle, OrgId orgId, String name) {
    return find(handle, orgId, name, " FOR UPDATE");
  }

  private static Optional<Secret> find(Handle handle, OrgId orgId, String name, String more) {
    return handle
        .createQuery(FIND + more)
        .bind("org", orgId.value())
        .bind("name", PgText.clean(name))
        .map((rs, ctx) -> map(rs))
        .findOne();
  }

  Page<Secret> list(Handle handle, OrgId orgId, PageRequest page) {
    Cursors.Key after = Cursors.read("secret", page);
    List<Secret> found =
        handle
            .createQuery(LIST)
            .bind("org", orgId.value())
            .bind("after", after == null ? null : after.value())
            .bind("limit", Cursors.rows(page))
            .map((rs, ctx) -> map(rs))
            .list();
    return Cursors.page(
        "secret", page, found, row -> new Cursors.Key(row.id().toString(), row.name()));
  }

  /** False when the name is in use. */
  boolean insert(
      Handle handle,
      OrgId orgId,
      UUID id,
      UUID createdBy,
      String name,
      @Nullable String description,
      byte[] value) {
    return handle
            .createUpdate(INSERT)
            .bind("org", orgId.value())
            .bind("id", id)
            .bind("name", name)
            .bind("description", PgText.cleanOrNull(description))
            .bind("value", value)
            .bind("user", createdBy)
            .execute()
        == 1;
  }

  void update(
      Handle handle, OrgId orgId, UUID id, @Nullable String description, byte @Nullable [] value) {
    handle
        .createUpdate(UPDATE)
        .bind("org", orgId.value())
        .bind("id", id)
        .bind("description", PgText.cleanOrNull(description))
        .bind("value", value)
        .execute();
  }

  void delete(Handle handle, OrgId orgId, UUID id) {
    handle
        .createUpdate("DELETE FROM secrets WHERE org_id = :org AND id = :id")
        .bind("org", orgId.value())
        .bind("id", id)
        .execute();
  }

  /** The encrypted value, which is about to be used. */
  Optional<Value> use(Handle handle, OrgId orgId, String name) {
    Optional<Value> value =
        handle
            .createQuery(VALUE)
            .bind("org", orgId.value())
            .bind("name", PgText.clean(name))
            .map((rs, ctx) -> new Value(Columns.uuid(rs, "id"), rs.getBytes("value")))
            .findOne();
    value.ifPresent(found ->
        handle.createUpdate(TOUCH).bind("org", orgId.value()).bind("id", found.id()).execute());
    return value;
  }

  private static Secret map(ResultSet rs) throws SQLException {
    return new Secret(
        Columns.uuid(rs, "id"),
        rs.getString("name"),
        rs.getString("description"),
        rs.getInt("version"),
        Columns.uuid(rs, "created_by"),
        Columns.instant(rs, "created_at"),
        Columns.instant(rs, "updated_at"),
        Columns.instantOrNull(rs, "last_used_at"));
  }
}
