package dev.perdure.core.tenant;

import static dev.perdure.core.tenant.Permission.AGENTS_READ;
import static dev.perdure.core.tenant.Permission.AGENTS_WRITE;
import static dev.perdure.core.tenant.Permission.APPROVALS_WRITE;
import static dev.perdure.core.tenant.Permission.DATA_ERASE;
import static dev.perdure.core.tenant.Permission.FILES_READ;
import static dev.perdure.core.tenant.Permission.FILES_WRITE;
import static dev.perdure.core.tenant.Permission.LOGS_READ;
import static dev.perdure.core.tenant.Permission.ORGANIZATION_READ;
import static dev.perdure.core.tenant.Permission.RUNS_READ;
import static dev.perdure.core.tenant.Permission.RUNS_WRITE;
import static dev.perdure.core.tenant.Permission.SESSIONS_READ;
import static dev.perdure.core.tenant.Permission.SESSIONS_WRITE;
import static dev.perdure.core.tenant.Permission.SKILLS_READ;
import static dev.perdure.core.tenant.Permission.SKILLS_TRY;
import static dev.perdure.core.tenant.Permission.USERS_READ;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The roles every organization has. An organization can make more of its own. */
public enum Role {
  /** Everything. */
  OWNER(Permission.all()),
  /** Everything but erasing data for good. */
  ADMIN(EnumSet.complementOf(EnumSet.of(DATA_ERASE))),
  /** Makes agents and runs them. */
  DEVELOPER(
      EnumSet.of(
          AGENTS_READ,
          AGENTS_WRITE,
          SESSIONS_READ,
          SESSIONS_WRITE,
          RUNS_READ,
          RUNS_WRITE,
          FILES_READ,
          FILES_WRITE,
          APPROVALS_WRITE,
          SKILLS_READ,
          SKILLS_TRY,
          LOGS_READ,
          ORGANIZATION_READ)),
  /** Runs agents others made, watches them, decides for them. */
  OPERATOR(
      EnumSet.of(
          AGENTS_READ,
          SESSIONS_READ,
          SESSIONS_WRITE,
          RUNS_READ,
          RUNS_WRITE,
          FILES_READ,
          FILES_WRITE,
          APPROVALS_WRITE,
          SKILLS_READ,
          LOGS_READ,
          ORGANIZATION_READ)),
  /** Looks on. */
  VIEWER(
      EnumSet.of(
          AGENTS_READ,
          SESSIONS_READ,
          RUNS_READ,
          FILES_READ,
          SKILLS_READ,
          LOGS_READ,
          ORGANIZATION_READ,
          USERS_READ));

  @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody can change
  private final Set<Permission> permissions;

  Role(Set<Permission> permissions) {
    this.permissions = Set.copyOf(permissions);
  }

  public Set<Permission> permissions() {
    return permissions;
  }

  /** The name as written in users, tokens and invitations, such as {@code developer}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Finds a role by its wire name. */
  public static Optional<Role> of(String wireName) {
    return Arrays.stream(values()).filter(role -> role.wireName().equals(wireName)).findFirst();
  }
}
