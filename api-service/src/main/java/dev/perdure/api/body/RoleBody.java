package dev.perdure.api.body;

import dev.perdure.core.tenant.Permission;
import dev.perdure.core.tenant.RoleDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A role.
 *
 * @param builtIn whether every organization has it; such a one can't be changed
 */
public record RoleBody(
    String name, @Nullable String description, List<String> permissions, boolean builtIn) {

  public RoleBody {
    permissions = List.copyOf(permissions);
  }

  public static RoleBody of(RoleDefinition role) {
    return new RoleBody(
        role.name(),
        role.description(),
        role.permissions().stream().map(Permission::wireName).sorted().toList(),
        role.builtIn());
  }
}
