package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.ApiKeyStore;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.port.SigningStore.SealedSecret;
import dev.perdure.core.tenant.ApiKey;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Requester;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** API keys; each method is one transaction. */
final class JdbiApiKeyStore implements ApiKeyStore {

  private final Db db;
  private final KeyRows rows = new KeyRows();
  private final KeyMaking making;
  private final AuditRows audit;
  private final IdempotencyKeys requests;

  JdbiApiKeyStore(Db db, AuditRows audit, IdempotencyKeys requests) {
    this.db = db;
    this.making = new KeyMaking(rows);
    this.audit = audit;
    this.requests = requests;
  }

  @Override
  public Page<StoredKey> list(OrgId orgId, KeyFilter filter, PageRequest page) {
    return db.inOrg(orgId, handle -> rows.list(handle, orgId, filter, page));
  }

  @Override
  public Optional<StoredKey> get(OrgId orgId, UUID id) {
    return db.inOrg(orgId, handle -> rows.find(handle, orgId, id));
  }

  @Override
  public Created<StoredKey> create(Requester by, NewKey wanted, @Nullable Idempotency idempotency) {
    return db.inOrg(
        by.orgId(),
        handle -> {
          var made = requests.take(handle, by.orgId(), idempotency, wanted.id());
          if (made.isPresent()) {
            return new Created<>(require(handle, by.orgId(), made.get().id()), true);
          }
          ApiKey key = making.make(handle, by, wanted);
          audit.add(
              handle,
              by.orgId(),
              by.actor()
                  .did("api_key.create", AuditWords.target(key))
                  .after(sign(handle, key, wanted.signingSecret())));
          return new Created<>(require(handle, by.orgId(), key.id()), false);
        });
  }

  @Override
  public StoredKey update(Requester by, UUID id, KeyChange change) {
    return db.inOrg(
        by.orgId(),
        handle -> {
          StoredKey before = making.changeable(handle, by, id);
          if (change.expires() != null && before.rotatedTo() != null) {
            throw rotated(before.rotatedTo());
          }
          ApiKey after = changed(before.key(), change);
          rows.update(handle, after);
          audit.add(
              handle,
              by.orgId(),
              by.actor()
                  .did("api_key.update", AuditWords.target(after))
                  .before(AuditWords.of(before.key()))
                  .after(AuditWords.of(after)));
          return require(handle, by.orgId(), id);
        });
  }

  private static ApiKey changed(ApiKey key, KeyChange change) {
    Expiry expires = change.expires();
    return new ApiKey(
        key.orgId(),
        key.id(),
        key.userId(),
        change.name() == null ? key.name() : change.name(),
        key.hash(),
        key.scopes(),
        change.allowedAddresses() == null ? key.allowedAddresses() : change.allowedAddresses(),
        change.signed() == null ? key.signed() : change.signed(),
        key.createdAt(),
        expires == null ? key.expiresAt() : expires.at(),
        key.revokedAt(),
        key.lastUsedAt());
  }

  @Override
  public Created<StoredKey> rotate(
      Requester by,
      UUID id,
      Successor wanted,
      Duration overlap,
      @Nullable Idempotency idempotency) {
    return db.inOrg(
        by.orgId(),
        handle -> {
          var made = requests.take(handle, by.orgId(), idempotency, wanted.id());
          if (made.isPresent()) {
            return new Created<>(require(handle, by.orgId(), made.get().id()), true);
          }
          StoredKey old = making.changeable(handle, by, id);
          if (old.rotatedTo() != null) {
            throw rotated(old.rotatedTo());
          }
          Instant now = Now.of(handle);
          ApiKey successor = KeyMaking.successor(by, old.key(), wanted, now);
          rows.insert(handle, successor);
          sign(handle, successor, wanted.signingSecret());
          Instant end = earlier(old.key().expiresAt(), now.plus(overlap));
          rows.rotated(handle, old.key(), successor.id(), end);
          StoredKey ending = require(handle, by.orgId(), id);
          audit.add(
              handle,
              by.orgId(),
              by.actor()
                  .did("api_key.rotate", AuditWords.target(old.key()))
                  .before(AuditWords.of(old.key()))
                  .after(KeyMaking.rotated(ending, successor)));
          return new Created<>(require(handle, by.orgId(), successor.id()), false);
        });
  }

  /** Gives a new key its secret, if it has one; answers how the audit log tells of the key. */
  private static Map<String, Object> sign(
      Handle handle, ApiKey key, @Nullable SealedSecret secret) {
    Map<String, Object> words = AuditWords.of(key);
    if (secret != null) {
      Instant _ = JdbiSigningStore.insert(handle, key.orgId(), key.id(), secret);
      words.put("signing_secret_id", secret.id().toString());
    }
    return words;
  }

  @Override
  public StoredKey revoke(Requester by, UUID id, boolean own) {
    return db.inOrg(
        by.orgId(),
        handle -> {
          StoredKey before = lock(handle, by.orgId(), id);
          if (own && !before.key().userId().equals(by.caller().userId())) {
            throw notFound(id);
          }
          boolean ended = rows.revoke(handle, by.orgId(), id);
          StoredKey after = require(handle, by.orgId(), id);
          if (ended) {
            audit.add(
                handle,
                by.orgId(),
                by.actor()
                    .did("api_key.revoke", AuditWords.target(after.key()))
                    .before(AuditWords.of(before.key()))
                    .after(AuditWords.of(after.key())));
          }
          return after;
        });
  }

  private static Instant earlier(@Nullable Instant one, Instant other) {
    return one != null && one.isBefore(other) ? one : other;
  }

  private StoredKey lock(Handle handle, OrgId orgId, UUID id) {
    return rows.lock(handle, orgId, id).orElseThrow(() -> notFound(id));
  }

  private StoredKey require(Handle handle, OrgId orgId, UUID id) {
    return rows.find(handle, orgId, id).orElseThrow(() -> notFound(id));
  }

  private static PerdureException notFound(UUID id) {
    return PerdureException.notFound("api_key", id);
  }

  private static PerdureException rotated(UUID to) {
    return PerdureException.conflict(
        "api_key_rotated", "The API key is being replaced by " + to + " already.");
  }
}
