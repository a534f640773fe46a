package dev.perdure.store;

import dev.perdure.core.port.SigningStore;
import dev.perdure.core.tenant.AuditEntry;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Requester;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Signing secrets and nonces; each method is one transaction. */
final class JdbiSigningStore implements SigningStore {

  private static final String SECRETS =
      """
      SELECT id, secret FROM signing_secrets
      WHERE org_id = :org AND api_key_id = :key AND (expires_at IS NULL OR expires_at > now())
      ORDER BY created_at DESC, id DESC LIMIT 2
      """;

  /** All but the last one that is in force. */
  private static final String END =
      """
      DELETE FROM signing_secrets
      WHERE org_id = :org AND api_key_id = :key
        AND (expires_at <= now() OR id <> (
          SELECT id FROM signing_secrets
          WHERE org_id = :org AND api_key_id = :key
          ORDER BY created_at DESC, id DESC LIMIT 1))
      """;

  private static final String SHORTEN =
      """
      UPDATE signing_secrets
      SET expires_at = least(expires_at, now() + make_interval(secs => :overlap))
      WHERE org_id = :org AND api_key_id = :key
      RETURNING expires_at
      """;

  private static final String ADD =
      """
      INSERT INTO signing_secrets (org_id, id, api_key_id, secret)
      VALUES (:org, :id, :key, :secret)
      RETURNING created_at
      """;

  /** Each nonce takes some with it whose time is over, so that the table stays small. */
  private static final String FORGET =
      """
      DELETE FROM request_nonces
      WHERE org_id = :org AND api_key_id = :key AND nonce IN (
        SELECT nonce FROM request_nonces
        WHERE org_id = :org AND api_key_id = :key AND expires_at < now()
        ORDER BY expires_at LIMIT 20 FOR UPDATE SKIP LOCKED)
      """;

  private static final String REMEMBER =
      """
      INSERT INTO request_nonces (org_id, api_key_id, nonce, expires_at)
      SELECT org_id, id, :nonce, :until FROM api_keys WHERE org_id = :org AND id = :key
      ON CONFLICT DO NOTHING
      """;

  private final Db db;
  private final KeyMaking making = new KeyMaking(new KeyRows());
  private final AuditRows audit;

  JdbiSigningStore(Db db, AuditRows audit) {
    this.db = db;
    this.audit = audit;
  }

  @Override
  public List<SealedSecret> secrets(OrgId orgId, UUID keyId) {
    return db.inOrg(
        orgId,
        handle ->
            handle
                .createQuery(SECRETS)
                .bind("org", orgId.value())
                .bind("key", keyId)
                .map((rs, _) -> new SealedSecret(Columns.uuid(rs, "id"), rs.getBytes("secret")))
                .list());
  }

  @Override
  public Added add(Requester by, UUID keyId, SealedSecret secret, Duration overlap) {
    OrgId orgId = by.orgId();
    return db.inOrg(
        orgId,
        handle -> {
          making.changeable(handle, by, keyId);
          handle.createUpdate(END).bind("org", orgId.value()).bind("key", keyId).execute();
          // Before the new one is there, which is not to be shortened.
          Instant earlierUntil = shorten(handle, orgId, keyId, overlap).orElse(null);
          Instant createdAt = insert(handle, orgId, keyId, secret);
          audit.add(
              handle,
              orgId,
              by.actor()
                  .did("api_key.signing_secret", AuditEntry.Target.of("api_key", keyId))
                  .after(told(secret, earlierUntil)));
          return new Added(createdAt, earlierUntil);
        });
  }

  @Override
  public boolean remember(OrgId orgId, UUID keyId, String nonce, Instant until) {
    return db.inOrg(
        orgId,
        handle -> {
          handle.createUpdate(FORGET).bind("org", orgId.value()).bind("key", keyId).execute();
          return handle
                  .createUpdate(REMEMBER)
                  .bind("org", orgId.value())
                  .bind("key", keyId)
                  .bind("nonce", nonce)
                  .bind("until", until.atOffset(ZoneOffset.UTC))
                  .execute()
              == 1;
        });
  }

  private static Optional<Instant> shorten(
      Handle handle, OrgId orgId, UUID keyId, Duration overlap) {
    return handle
        .createQuery(SHORTEN)
        .bind("org", orgId.value())
        .bind("key", keyId)
        .bind("overlap", overlap.toSeconds())
        .mapTo(Instant.class)
        .findOne();
  }

  /** Gives a key a secret. */
  static Instant insert(Handle handle, OrgId orgId, UUID keyId, SealedSecret secret) {
    return handle
        .createQuery(ADD)
        .bind("org", orgId.value())
        .bind("id", secret.id())
        .bind("key", keyId)
        .bind("secret", secret.encrypted())
        .mapTo(Instant.class)
        .one();
  }

  private static Map<String, Object> told(SealedSecret secret, @Nullable Instant earlierUntil) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("signing_secret_id", secret.id().toString());
    if (earlierUntil != null) {
      told.put("earlier_valid_until", earlierUntil.toString());
    }
    return told;
  }
}
