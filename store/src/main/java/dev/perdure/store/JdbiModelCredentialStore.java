package dev.perdure.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.FieldCipher;
import dev.perdure.core.port.ModelCredentialStore;
import dev.perdure.core.secret.FieldName;
import dev.perdure.core.secret.ModelCredential;
import dev.perdure.core.secret.ModelKey;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.AuditEntry;
import dev.perdure.core.tenant.OrgId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Keys at model providers; they are encrypted outside of transactions. */
final class JdbiModelCredentialStore implements ModelCredentialStore {

  private final Db db;
  private final FieldCipher cipher;
  private final AuditRows audit;
  private final Supplier<UUID> ids;
  private final ModelCredentialRows rows = new ModelCredentialRows();

  JdbiModelCredentialStore(Db db, FieldCipher cipher, AuditRows audit, Supplier<UUID> ids) {
    this.db = db;
    this.cipher = cipher;
    this.audit = audit;
    this.ids = ids;
  }

  @Override
  public List<ModelCredential> list(OrgId orgId) {
    return db.inOrg(orgId, handle -> rows.list(handle, orgId));
  }

  @Override
  public Set<String> providers(OrgId orgId) {
    return list(orgId).stream()
        .map(ModelCredential::provider)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Optional<ModelCredential> find(OrgId orgId, String provider) {
    return db.inOrg(orgId, handle -> rows.find(handle, orgId, provider));
  }

  @Override
  public ModelCredential put(
      Actor actor, OrgId orgId, UUID createdBy, String provider, ModelKey key) {
    Optional<ModelCredential> before = find(orgId, provider);
    UUID id = before.map(ModelCredential::id).orElseGet(ids);
    byte[] encrypted = cipher.encrypt(orgId, field(id), key.key().getBytes(UTF_8));
    var row = new ModelCredentialRows.Key(id, encrypted, key.baseUrl(), key.defaultModel());
    return db.inOrg(
        orgId,
        handle -> {
          Optional<ModelCredential> locked = rows.lock(handle, orgId, provider);
          boolean written =
              locked.isPresent()
                  ? rows.replace(handle, orgId, row)
                  : rows.insert(handle, orgId, createdBy, provider, row);
          if (!written) {
            throw PerdureException.conflict(
                "model_credential_changed",
                "Somebody else changed this credential at the same moment. Try again.");
          }
          ModelCredential after = rows.find(handle, orgId, provider).orElseThrow();
          audit.add(
              handle,
              orgId,
              did(actor, locked.isPresent() ? "update" : "create", after)
                  .before(locked.map(JdbiModelCredentialStore::told).orElse(null))
                  .after(told(after)));
          return after;
        });
  }

  @Override
  public void delete(Actor actor, OrgId orgId, String provider) {
    db.inOrg(
        orgId,
        handle -> {
          ModelCredential locked =
              rows.lock(handle, orgId, provider)
                  .orElseThrow(() -> PerdureException.notFound("model_credential", provider));
          rows.delete(handle, orgId, locked.id());
          audit.add(handle, orgId, did(actor, "delete", locked).before(told(locked)));
          return locked;
        });
  }

  @Override
  public Optional<ModelKey> use(OrgId orgId, String provider) {
    return db.inOrg(orgId, handle -> rows.use(handle, orgId, provider))
        .map(key ->
            new ModelKey(
                new String(cipher.decrypt(orgId, field(key.id()), key.encrypted()), UTF_8),
                key.baseUrl(),
                key.defaultModel()));
  }

  private static FieldName field(UUID id) {
    return new FieldName("model_credentials", id, "key");
  }

  private static AuditEntry did(Actor actor, String verb, ModelCredential credential) {
    return actor.did(
        "model_credential." + verb, AuditEntry.Target.of("model_credential", credential.id()));
  }

  private static Map<String, Object> told(ModelCredential credential) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("provider", credential.provider());
    if (credential.baseUrl() != null) {
      told.put("base_url", credential.baseUrl());
    }
    if (credential.defaultModel() != null) {
      told.put("default_model", credential.defaultModel());
    }
    told.put("version", credential.version());
    return told;
  }
}
