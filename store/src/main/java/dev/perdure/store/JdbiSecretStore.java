package dev.perdure.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.FieldCipher;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.port.SecretStore;
import dev.perdure.core.secret.FieldName;
import dev.perdure.core.secret.Secret;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.AuditEntry;
import dev.perdure.core.tenant.OrgId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Secrets; each method is one transaction, and encrypts outside of it. */
final class JdbiSecretStore implements SecretStore {

  private final Db db;
  private final FieldCipher cipher;
  private final AuditRows audit;
  private final Supplier<UUID> ids;
  private final SecretRows rows = new SecretRows();

  JdbiSecretStore(Db db, FieldCipher cipher, AuditRows audit, Supplier<UUID> ids) {
    this.db = db;
    this.cipher = cipher;
    this.audit = audit;
    this.ids = ids;
  }

  @Override
  public Secret create(
      Actor actor,
      OrgId orgId,
      UUID createdBy,
      String name,
      @Nullable String description,
      String value) {
    UUID id = ids.get();
    byte[] encrypted = cipher.encrypt(orgId, field(id), value.getBytes(UTF_8));
    return db.inOrg(
        orgId,
        handle -> {
          if (!rows.insert(handle, orgId, id, createdBy, name, description, encrypted)) {
            throw PerdureException.conflict(
                "secret_name_taken", "There is a secret \"" + name + "\" already.");
          }
          Secret made = rows.find(handle, orgId, name).orElseThrow();
          audit.add(handle, orgId, did(actor, "secret.create", made).after(told(made)));
          return made;
        });
  }

  @Override
  public Page<Secret> list(OrgId orgId, PageRequest page) {
    return db.inOrg(orgId, handle -> rows.list(handle, orgId, page));
  }

  @Override
  public Optional<Secret> find(OrgId orgId, String name) {
    return db.inOrg(orgId, handle -> rows.find(handle, orgId, name));
  }

  @Override
  public Secret update(
      Actor actor, OrgId orgId, String name, @Nullable String description, @Nullable String value) {
    Secret before = find(orgId, name).orElseThrow(() -> missing(name));
    byte[] encrypted =
        value == null ? null : cipher.encrypt(orgId, field(before.id()), value.getBytes(UTF_8));
    return db.inOrg(
        orgId,
        handle -> {
          // Another of the same name may have come into its place since.
          Secret locked =
              rows.lock(handle, orgId, name)
                  .filter(found -> found.id().equals(before.id()))
                  .orElseThrow(() -> missing(name));
          rows.update(handle, orgId, locked.id(), description, encrypted);
          Secret after = rows.find(handle, orgId, name).orElseThrow();
          audit.add(
              handle,
              orgId,
              did(actor, "secret.update", after).before(told(locked)).after(told(after)));
          return after;
        });
  }

  @Override
  public void delete(Actor actor, OrgId orgId, String name) {
    db.inOrg(
        orgId,
        handle -> {
          Secret locked = rows.lock(handle, orgId, name).orElseThrow(() -> missing(name));
          rows.delete(handle, orgId, locked.id());
          audit.add(handle, orgId, did(actor, "secret.delete", locked).before(told(locked)));
          return locked;
        });
  }

  @Override
  public Optional<String> use(OrgId orgId, String name) {
    return db.inOrg(orgId, handle -> rows.use(handle, orgId, name))
        .map(value ->
            new String(cipher.decrypt(orgId, field(value.id()), value.encrypted()), UTF_8));
  }

  private static FieldName field(UUID id) {
    return new FieldName("secrets", id, "value");
  }

  private static AuditEntry did(Actor actor, String action, Secret secret) {
    return actor.did(action, AuditEntry.Target.of("secret", secret.id()));
  }

  private static Map<String, Object> told(Secret secret) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("name", secret.name());
    if (secret.description() != null) {
      told.put("description", secret.description());
    }
    told.put("version", secret.version());
    return told;
  }

  private static PerdureException missing(String name) {
    return PerdureException.notFound("secret", name);
  }
}
