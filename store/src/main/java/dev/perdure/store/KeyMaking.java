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
import java.util.UUID;
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

  /**
   * A key that can be used now, and can do no more than the requester; others wait to change it.
   */
  StoredKey changeable(Handle handle, Requester by, UUID id) {
    StoredKey stored =
        rows.lock(handle, by.orgId(), id)
            .orElseThrow(() -> PerdureException.notFound("api_key", id));
    if (!stored.key().usableAt(Now.of(handle))) {
      throw PerdureException.conflict(
          "api_key_not_active", "The API key was revoked or has expired. Make a new one.");
    }
    Grants.within(by, allowed(handle, stored.key()));
    return stored;
  }

  /** What a key can do now. */
  private Set<Permission> allowed(Handle handle, ApiKey key) {
    Set<Permission> allowed = EnumSet.noneOf(Permission.class);
    users
        .find(handle, key.orgId(), key.userId())
        .flatMap(user -> Grants.ofRole(handle, key.orgId(), user.role()))
        .ifPresent(allowed::addAll);
    allowed.retainAll(key.scopes());
    return allowed;
  }

  /** A key that does the same, for as long as the old one was made for. */
  static ApiKey successor(Requester by, ApiKey old, Successor wanted, Instant now) {
    Instant expires = old.expiresAt();
    return new ApiKey(
        old.orgId(),
        wanted.id(),
        old.userId(),
        old.name(),
        wanted.hash(),
        handedOn(by, old),
        old.allowedAddresses(),
        old.signed(),
        now,
        expires == null ? null : now.plus(Duration.between(old.createdAt(), expires)),
        null,
        null);
  }

  /**
   * What the successor may do. Who is told the secret of another user's key may never do more with
   * it than they can now, also when that user's role is raised later.
   */
  private static Set<Permission> handedOn(Requester by, ApiKey old) {
    if (old.userId().equals(by.caller().userId())) {
      return old.scopes();
    }
    Set<Permission> both = EnumSet.noneOf(Permission.class);
    both.addAll(old.scopes());
    both.retainAll(by.caller().permissions());
    return both;
  }

  /** A key that is being replaced, as the audit log tells of it. */
  static Map<String, Object> rotated(StoredKey ending, ApiKey successor) {
    Map<String, Object> words = AuditWords.of(ending.key());
    words.put("rotated_to", successor.id().toString());
    return words;
  }
}
