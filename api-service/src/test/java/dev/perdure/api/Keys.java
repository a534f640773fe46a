package dev.perdure.api;

import dev.perdure.api.auth.KeyHash;
import dev.perdure.api.auth.KeyText;
import dev.perdure.core.tenant.ApiKey;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Permission;
import dev.perdure.core.tenant.Role;
import dev.perdure.store.Ids;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keys of one organization, for users of every role and in every state. */
final class Keys {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final TestService service;
  private final UUID orgId;
  private final UUID owner;

  Keys(TestService service, UUID orgId, UUID owner) {
    this.service = service;
    this.orgId = orgId;
    this.owner = owner;
  }

  /** What does not prove who somebody is, by what is wrong with it; empty is none at all. */
  Map<String, String> refused() {
    Instant past = Instant.now().minusSeconds(5);
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("none", "");
    keys.put("malformed", "pdr_nonsense");
    keys.put("mistyped", mistyped(add(owner, Permission.all(), null, null)));
    keys.put("unknown", KeyText.generate(UUID.randomUUID(), RANDOM).text());
    keys.put("of another secret", forged(add(owner, Permission.all(), null, null)));
    keys.put("expired", add(owner, Permission.all(), past, null));
    keys.put("revoked", add(owner, Permission.all(), null, past));
    UUID disabled = user(Role.OWNER.wireName());
    sql("UPDATE users SET status = 'disabled' WHERE org_id = ? AND id = ?", orgId, disabled);
    keys.put("of a disabled user", add(disabled, Permission.all(), null, null));
    return keys;
  }

  /** Callers by what they are, and what they may do. */
  Map<String, Held> held() {
    Map<String, Held> keys = new LinkedHashMap<>();
    for (Role role : Role.values()) {
      keys.put(role.wireName(), new Held(of(role.wireName()), ordinary(role.permissions())));
    }
    sql("INSERT INTO roles (org_id, name, permissions) VALUES (?, 'nothing', '{}')", orgId);
    keys.put("a custom role with nothing", new Held(of("nothing"), Set.of()));
    keys.put("a key without scopes", new Held(add(owner, Set.of(), null, null), Set.of()));
    return keys;
  }

  /** A key that may do whatever its user may. */
  private String of(String role) {
    return add(user(role), Permission.all(), null, null);
  }

  /** Without what only the operator's people can hold. */
  private static Set<String> ordinary(Set<Permission> permissions) {
    return permissions.stream()
        .filter(permission -> !permission.crossesOrganizations())
        .map(Permission::wireName)
        .collect(java.util.stream.Collectors.toUnmodifiableSet());
  }

  private UUID user(String role) {
    UUID id = Ids.timeOrdered().get();
    sql(
        "INSERT INTO users (org_id, id, name, role) VALUES (?, ?, ?, ?)",
        orgId,
        id,
        "user-" + id,
        role);
    return id;
  }

  String add(
      UUID user, Set<Permission> scopes, @Nullable Instant expires, @Nullable Instant revoked) {
    KeyText key = KeyText.generate(Ids.timeOrdered().get(), RANDOM);
    service
        .store
        .tenants()
        .addKey(
            new ApiKey(
                new OrgId(orgId),
                key.id(),
                user,
                "test",
                new KeyHash(TestService.PEPPER).of(key),
                scopes,
                List.of(),
                false,
                Instant.now(),
                expires,
                revoked,
                null));
    return key.text();
  }

  private static String mistyped(String key) {
    int at = key.length() - 10;
    char other = key.charAt(at) == 'a' ? 'b' : 'a';
    return key.substring(0, at) + other + key.substring(at + 1);
  }

  private static String forged(String key) {
    return KeyText.generate(KeyText.parse(key).orElseThrow().id(), RANDOM).text();
  }

  private void sql(String sql, Object... parameters) {
    try (Connection connection = service.admin.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** A key, and the permissions its holder has. */
  record Held(String key, Set<String> permissions) {}
}
