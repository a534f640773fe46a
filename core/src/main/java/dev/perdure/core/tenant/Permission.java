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
  /** Approve, deny, answer: a person can be allowed that alone. */
  APPROVALS_WRITE("approvals:write"),
  SKILLS_READ("skills:read"),
  LOGS_READ("logs:read");

  private final String wireName;

  Permission(String wireName) {
    this.wireName = wireName;
  }

  /** The name as written in keys, roles and error messages, such as {@code runs:write}. */
  public String wireName() {
    return wireName;
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
