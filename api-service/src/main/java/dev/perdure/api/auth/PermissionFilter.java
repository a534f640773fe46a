package dev.perdure.api.auth;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.tenant.Permission;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.util.Set;

/** Lets only callers with the route's permissions through. */
@Priority(Priorities.AUTHORIZATION)
final class PermissionFilter implements ContainerRequestFilter {

  private final Set<Permission> required;

  PermissionFilter(Set<Permission> required) {
    this.required = required;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (!(request.getSecurityContext().getUserPrincipal() instanceof CallerPrincipal principal)) {
      throw new IllegalStateException("a route was reached without a caller");
    }
    Set<Permission> held = principal.caller().permissions();
    for (Permission permission : required) {
      if (!held.contains(permission)) {
        throw new PerdureException(
            new PerdureError.Forbidden(
                "permission_missing",
                "This needs the permission "
                    + permission.wireName()
                    + ", which the caller lacks."));
      }
    }
  }
}
