package dev.perdure.store;

import dev.perdure.core.port.KeysetStore;
import dev.perdure.core.secret.KeyPurpose;
import dev.perdure.core.secret.KeysetPhase;
import dev.perdure.core.secret.StoredKeyset;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.Update;

/** The wrapped keysets of the organizations. */
final class JdbiKeysetStore implements KeysetStore {

  private static final String FIND =
      """
      SELECT version, wrapped_by, wrapped, phase,
             (extract(epoch FROM clock_timestamp() - phase_at) * 1000)::bigint AS age
      FROM keysets WHERE org_id = :org AND purpose = :purpose
      """;

  /** None for an organization that is being erased: whoever had the last one in memory. */
  private static final String INSERT =
      """
      INSERT INTO keysets (org_id, purpose, version, wrapped_by, wrapped, phase)
      SELECT org_id, :purpose, :version, :wrapped_by, :wrapped, :phase
      FROM organizations WHERE org_id = :org AND status <> 'erasing'
      ON CONFLICT (org_id, purpose) DO NOTHING
      """;

  private static final String REPLACE =
      """
      UPDATE keysets
      SET version = :version, wrapped_by = :wrapped_by, wrapped = :wrapped, phase = :phase,
          phase_at = clock_timestamp()
      WHERE org_id = :org AND purpose = :purpose AND version = :version - 1
      """;

  private final Db db;

  JdbiKeysetStore(Db db) {
    this.db = db;
  }

  @Override
  public Optional<StoredKeyset> find(OrgId orgId, KeyPurpose purpose) {
    return db.inOrg(
        orgId,
        handle ->
            handle
                .createQuery(FIND)
                .bind("org", orgId.value())
                .bind("purpose", purpose.wireName())
                .map((rs, ctx) ->
                    new StoredKeyset(
                        orgId,
                        purpose,
                        rs.getInt("version"),
                        rs.getString("wrapped_by"),
                        rs.getBytes("wrapped"),
                        KeysetPhase.of(rs.getString("phase")),
                        Duration.ofMillis(rs.getLong("age"))))
                .findOne());
  }

  @Override
  public boolean insert(StoredKeyset first) {
    return write(INSERT, first);
  }

  @Override
  public boolean replace(StoredKeyset changed) {
    return write(REPLACE, changed);
  }

  @Override
  public List<OrgId> organizations() {
    return db.acrossOrgs(handle ->
        handle
            .createQuery("SELECT org_id FROM crossing.organizations_with_keysets()")
            .mapTo(UUID.class)
            .map(OrgId::new)
            .list());
  }

  private boolean write(String statement, StoredKeyset keyset) {
    return db.inOrg(
        keyset.orgId(),
        handle -> {
          try (Update update = handle.createUpdate(statement)) {
            return update
                    .bind("org", keyset.orgId().value())
                    .bind("purpose", keyset.purpose().wireName())
                    .bind("version", keyset.version())
                    .bind("wrapped_by", keyset.wrappedBy())
                    .bind("wrapped", keyset.wrapped())
                    .bind("phase", keyset.phase().wireName())
                    .execute()
                == 1;
          }
        });
  }
}
