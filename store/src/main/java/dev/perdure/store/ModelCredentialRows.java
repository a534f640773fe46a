package dev.perdure.store;

import dev.perdure.core.secret.ModelCredential;
import dev.perdure.core.tenant.OrgId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads and writes rows of {@code model_credentials}. */
final class ModelCredentialRows {

  private static final String COLUMNS =
      "id, provider, base_url, default_model, version, created_by, created_at, updated_at,"
          + " last_used_at";

  private static final String LIST =
      "SELECT " + COLUMNS + " FROM model_credentials WHERE org_id = :org ORDER BY provider";

  private static final String FIND =
      "SELECT " + COLUMNS + " FROM model_credentials WHERE org_id = :org AND provider = :provider";

  private static final String INSERT =
      """
      INSERT INTO model_credentials
        (org_id, id, provider, key, base_url, default_model, created_by)
      VALUES (:org, :id, :provider, :key, :base_url, :default_model, :user)
      ON CONFLICT (org_id, provider) DO NOTHING
      """;

  private static final String REPLACE =
      """
      UPDATE model_credentials
      SET key = :key, base_url = :base_url, default_model = :default_model,
          version = version + 1, updated_at = clock_timestamp()
      WHERE org_id = :org AND id = :id
      """;

  private static final String KEY =
      """
      SELECT id, key, base_url, default_model FROM model_credentials
      WHERE org_id = :org AND provider = :provider
      """;

  private static final String TOUCH =
      """
      UPDATE model_credentials SET last_used_at = now()
      WHERE org_id = :org AND id = :id
        AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
      """;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Key(UUID id, byte[] encrypted, @Nullable String baseUrl, @Nullable String defaultModel) {}

  List<ModelCredential> list(Handle handle, OrgId orgId) {
    return handle.createQuery(LIST).bind("org", orgId.value()).map((rs, ctx) -> map(rs)).list();
  }

  Optional<ModelCredential> find(Handle handle, OrgId orgId, String provider) {
    return find(handle, orgId, provider, "");
  }

  /** The same, and nobody changes it before this transaction ends. */
  Optional<ModelCredential> lock(Handle handle, OrgId orgId, String provider) {
    return find(handle, orgId, provider, " FOR UPDATE");
  }

  private static Optional<ModelCredential> find(
      Handle handle, OrgId orgId, String provider, String more) {
    return handle
        .createQuery(FIND + more)
        .bind("org", orgId.value())
        .bind("provider", PgText.clean(provider))
        .map((rs, ctx) -> map(rs))
        .findOne();
  }

  /** False when there is one at this provider. */
  boolean insert(Handle handle, OrgId orgId, UUID createdBy, String provider, Key key) {
    return write(INSERT, handle, orgId, createdBy, provider, key);
  }

  /** False when it is gone. */
  boolean replace(Handle handle, OrgId orgId, Key key) {
    return write(REPLACE, handle, orgId, null, null, key);
  }

  private static boolean write(
      String statement,
      Handle handle,
      OrgId orgId,
      @Nullable UUID createdBy,
      @Nullable String provider,
      Key key) {
    return handle
            .createUpdate(statement)
            .bind("org", orgId.value())
            .bind("id", key.id())
            .bind("provider", provider)
            .bind("key", key.encrypted())
            .bind("base_url", PgText.cleanOrNull(key.baseUrl()))
            .bind("default_model", PgText.cleanOrNull(key.defaultModel()))
            .bind("user", createdBy)
            .execute()
        == 1;
  }

  void delete(Handle handle, OrgId orgId, UUID id) {
    handle
        .createUpdate("DELETE FROM model_credentials WHERE org_id = :org AND id = :id")
        .bind("org", orgId.value())
        .bind("id", id)
        .execute();
  }

  /** The encrypted key, which is about to be used. */
  Optional<Key> use(Handle handle, OrgId orgId, String provider) {
    Optional<Key> key =
        handle
            .createQuery(KEY)
            .bind("org", orgId.value())
            .bind("provider", PgText.clean(provider))
            .map((rs, ctx) ->
                new Key(
                    Columns.uuid(rs, "id"),
                    rs.getBytes("key"),
                    rs.getString("base_url"),
                    rs.getString("default_model")))
            .findOne();
    key.ifPresent(found ->
        handle.createUpdate(TOUCH).bind("org", orgId.value()).bind("id", found.id()).execute());
    return key;
  }

  private static ModelCredential map(ResultSet rs) throws SQLException {
    return new ModelCredential(
        Columns.uuid(rs, "id"),
        rs.getString("provider"),
        rs.getString("base_url"),
        rs.getString("default_model"),
        rs.getInt("version"),
        Columns.uuid(rs, "created_by"),
        Columns.instant(rs, "created_at"),
        Columns.instant(rs, "updated_at"),
        Columns.instantOrNull(rs, "last_used_at"));
  }
}
