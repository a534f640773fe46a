package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.ApiKeyStore.NewKey;
import dev.perdure.core.port.ApiKeyStore.StoredKey;
import dev.perdure.core.port.ApiKeyStore.Successor;
import dev.perdure.core.tenant.ApiKey;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Permission;
import dev.perdure.core.tenant.Requester;
import dev.perdure.core.tenant.User;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Makes keys that can do no more than their user, nor than who makes them. */
final class KeyMaking {

  private final KeyRows rows;
  private final UserRows users = new UserRows();

  KeyMaking(KeyRows rows) {
    this.rows = rows;
  }

  /** Stores a new key. */
  ApiKey make(Handle handle, Requester by, NewKey wanted) {
    OrgId orgId = by.orgId();
    User user =
        users
            .share(handle, orgId, wanted.userId())
            .orElseThrow(() -> PerdureException.notFound("user", wanted.userId()));
    if (user.status() != User.Status.ACTIVE) {
      throw PerdureException.conflict("user_disabled", "The user is disabled.");
    }
    Set<Permission> role = Grants.ofRole(handle, orgId, user.role()).orElse(Set.of());
    ApiKey key =
        new ApiKey(
            orgId,
            wanted.id(),
            wanted.userId(),
            wanted.name(),
            wanted.hash(),
            scopes(by, wanted, role),
            wanted.allowedAddresses(),
            wanted.signed(),
            Now.of(handle),
            wanted.expiresAt(),
            null,
            null);
    rows.insert(handle, key);
    return key;
  }

  private static Set<Permission> scopes(Requester by, NewKey wanted, Set<Permission> role) {
    Set<Permission> scopes = wanted.scopes();
    if (scopes == null) {
      Set<Permission> both = EnumSet.noneOf(Permission.class);
      both.addAll(role);
      both.retainAll(by.caller().permissions());
      return both;
    }
    Grants.within(by, scopes);
    if (!role.containsAll(scopes)) {
      throw PerdureException.invalid(
          "scopes_exceed_role", "The user's role does not allow all of these scopes.", "/scopes");
    }
    return scopes;
  }

  /** What a key can do now. */
  Set<Permission> allowed(Handle handle, ApiKey key) {
    Set<Permission> allowed = EnumSet.noneOf(Permission.class);
    users
        .find(handle, key.orgId(), key.userId())
        .flatMap(user -> Grants.ofRole(handle, key.orgId(), user.role()))
        .ifPresent(allowed::addAll);
    allowed.retainAll(key.scopes());
    return allowed;
  }

  /** A key that does the same, for as long as the old one was made for. */
  static ApiKey successor(ApiKey old, Successor wanted, Instant now) {
    Instant expires = old.expiresAt();
    return new ApiKey(
        old.orgId(),
        wanted.id(),
        old.userId(),
        old.name(),
        wanted.hash(),
        old.scopes(),
        old.allowedAddresses(),
        old.signed(),
        now,
        expires == null ? null : now.plus(Duration.between(old.createdAt(), expires)),
        null,
        null);
  }

  /** A key that is being replaced, as the audit log tells of it. */
  static Map<String, Object> rotated(StoredKey ending, ApiKey successor) {
    Map<String, Object> words = AuditWords.of(ending.key());
    words.put("rotated_to", successor.id().toString());
    return words;
  }
}
