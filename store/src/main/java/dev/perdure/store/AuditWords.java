package dev.perdure.store;

import dev.perdure.core.agent.Agent;
import dev.perdure.core.session.Session;
import dev.perdure.core.tenant.ApiKey;
import dev.perdure.core.tenant.AuditEntry.Target;
import dev.perdure.core.tenant.Invitation;
import dev.perdure.core.tenant.Organization;
import dev.perdure.core.tenant.Permission;
import dev.perdure.core.tenant.RoleDefinition;
import dev.perdure.core.tenant.User;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Things as the audit log tells of them: in the API's words, without secrets. */
final class AuditWords {

  private AuditWords() {}

  static Target target(ApiKey key) {
    return Target.of("api_key", key.id());
  }

  static Map<String, Object> of(ApiKey key) {
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("name", key.name());
    words.put("user_id", key.userId().toString());
    words.put("scopes", Scopes.stored(key.scopes()));
    words.put("allowed_addresses", key.allowedAddresses());
    words.put("signed", key.signed());
    put(words, "expires_at", key.expiresAt());
    put(words, "revoked_at", key.revokedAt());
    return words;
  }

  static Target target(User user) {
    return Target.of("user", user.id());
  }

  static Map<String, Object> of(User user) {
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("name", user.name());
    put(words, "email", user.email());
    words.put("role", user.role());
    words.put("status", user.status().wireName());
    return words;
  }

  static Target target(Invitation invitation) {
    return Target.of("invitation", invitation.id());
  }

  static Map<String, Object> of(Invitation invitation) {
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("email", invitation.email());
    words.put("role", invitation.role());
    words.put("expires_at", invitation.expiresAt().toString());
    put(words, "revoked_at", invitation.revokedAt());
    put(words, "accepted_by", invitation.acceptedBy());
    return words;
  }

  static Target target(RoleDefinition role) {
    return Target.of("role", role.name());
  }

  static Map<String, Object> of(RoleDefinition role) {
    Map<String, Object> words = new LinkedHashMap<>();
    put(words, "description", role.description());
    words.put("permissions", names(role.permissions()));
    return words;
  }

  static Target target(Organization organization) {
    return Target.of("organization", organization.orgId());
  }

  static Map<String, Object> of(Organization organization) {
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("slug", organization.slug());
    words.put("name", organization.name());
    words.put("plan", organization.plan());
    words.put("status", organization.status().wireName());
    words.put("signed", organization.signed());
    return words;
  }

  static Target target(Agent agent) {
    return Target.of("agent", agent.id());
  }

  /** Its configuration is in its versions, which never change. */
  static Map<String, Object> of(Agent agent) {
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("name", agent.name());
    put(words, "description", agent.description());
    words.put("current_version", agent.currentVersion());
    words.put("latest_version", agent.latestVersion());
    put(words, "archived_at", agent.archivedAt());
    return words;
  }

  static Target target(Session session) {
    return Target.of("session", session.id());
  }

  /** Nothing of what was said in it: its title is made of that. */
  static Map<String, Object> of(Session session) {
    Map<String, Object> words = new LinkedHashMap<>();
    put(words, "agent_id", session.agentId());
    put(words, "created_by", session.createdBy());
    words.put("created_at", session.createdAt().toString());
    return words;
  }

  private static List<String> names(Set<Permission> permissions) {
    return permissions.stream().map(Permission::wireName).sorted().toList();
  }

  private static void put(Map<String, Object> words, String name, @Nullable Object value) {
    if (value != null) {
      words.put(name, value.toString());
    }
  }
}
