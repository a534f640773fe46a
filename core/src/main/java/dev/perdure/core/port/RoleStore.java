package dev.perdure.core.port;

import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Permission;
import dev.perdure.core.tenant.Requester;
import dev.perdure.core.tenant.RoleDefinition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Roles, built-in and an organization's own. Each change is recorded in the audit log by the same
 * transaction. Nobody makes or changes a role with permissions they lack: {@code
 * permission_exceeded}.
 */
public interface RoleStore {

  /** The most roles of its own an organization can have. */
  int MOST = 100;

  /** All roles: the built-in ones, then the organization's own by name. */
  List<RoleDefinition> list(OrgId orgId);

  Optional<RoleDefinition> get(OrgId orgId, String name);

  /** Makes a role; refused with {@code role_taken} or {@code role_limit}. */
  RoleDefinition create(
      Requester by, String name, @Nullable String description, Set<Permission> permissions);

  /**
   * Changes a role; what is null stays, an empty description removes it. Refused with {@code
   * role_built_in} for one every organization has.
   */
  RoleDefinition update(
      Requester by,
      String name,
      @Nullable String description,
      @Nullable Set<Permission> permissions);

  /** Removes a role; refused with {@code role_in_use} while a user or an invitation has it. */
  void delete(Requester by, String name);
}
