package dev.perdure.core.tenant;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A role users of an organization can have.
 *
 * @param builtIn whether every organization has it; such a one can't be changed
 * @param permissions what it allows in this organization
 */
public record RoleDefinition(
    String name, @Nullable String description, Set<Permission> permissions, boolean builtIn) {

  public RoleDefinition {
    permissions = Set.copyOf(permissions);
  }
}
