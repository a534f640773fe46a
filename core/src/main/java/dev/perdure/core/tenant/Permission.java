package dev.perdure.core.tenant;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Everything a caller can be allowed to do. The wire name is what keys and roles list. */
public enum Permission {
  AGENTS_READ("agents:read"),
  AGENTS_WRITE("agents:write"),
  SESSIONS_READ("sessions:read"),
  SESSIONS_WRITE("sessions:write"),
  RUNS_READ("runs:read"),
  RUNS_WRITE("runs:write"),
  /** The files of sessions. */
  FILES_READ("files:read"),
  FILES_WRITE("files:write"),
  /** Approve, deny, answer: a person can be allowed that alone. */
  APPROVALS_WRITE("approvals:write"),
  SKILLS_READ("skills:read"),
  /** Call a tool outside a run, to try it. */
  SKILLS_TRY("skills:try"),
  /** Switch skills on and off, set them up, and make some. */
  SKILLS_WRITE("skills:write"),
  LOGS_READ("logs:read"),
  /** The organization's own settings. */
  ORGANIZATION_READ("organization:read"),
  ORGANIZATION_WRITE("organization:write"),
  /** Users and invitations. */
  USERS_READ("users:read"),
  USERS_WRITE("users:write"),
  ROLES_READ("roles:read"),
  ROLES_WRITE("roles:write"),
  /** API keys of every user; one's own need no permission to list and revoke. */
  KEYS_READ("keys:read"),
  KEYS_WRITE("keys:write"),
  QUOTAS_READ("quotas:read"),
  /** Secrets and model credentials; their values are never read back. */
  SECRETS_READ("secrets:read"),
  SECRETS_WRITE("secrets:write"),
  AUDIT_READ("audit:read"),
  /** Take the data of the organization, or of a user, out. */
  DATA_EXPORT("data:export"),
  /** Erase the data of the organization, or of a user, for good. */
  DATA_ERASE("data:erase"),
  /** Read Temporal payloads in the clear, through the codec endpoint. */
  PAYLOADS_READ("payloads:read"),
  /** All organizations of the installation, their plans and quotas. */
  ORGANIZATIONS_ADMIN("organizations:admin");

  private final String wireName;

  Permission(String wireName) {
    this.wireName = wireName;
  }

  /** The name as written in keys, roles and error messages, such as {@code runs:write}. */
  public String wireName() {
    return wireName;
  }

  /**
   * Whether it reaches beyond the caller's organization. Only callers of the installation's own
   * organization can hold such a one, whatever a role says.
   */
  public boolean crossesOrganizations() {
    return this == ORGANIZATIONS_ADMIN;
  }

  /** Finds a permission by its wire name. */
  public static Optional<Permission> of(String wireName) {
    return Arrays.stream(values()).filter(p -> p.wireName.equals(wireName)).findFirst();
  }

  /** All permissions. */
  public static Set<Permission> all() {
    return EnumSet.allOf(Permission.class);
  }
}
