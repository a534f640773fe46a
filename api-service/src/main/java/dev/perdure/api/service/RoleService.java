package dev.perdure.api.service;

import dev.perdure.api.body.CreateRole;
import dev.perdure.api.body.PermissionsBody;
import dev.perdure.api.body.RoleBody;
import dev.perdure.api.body.RolesBody;
import dev.perdure.api.body.UpdateRole;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.RoleStore;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Permission;
import dev.perdure.core.tenant.Requester;
import java.util.Arrays;

/** Roles and what they allow. */
public final class RoleService {

  private final RoleStore roles;

  public RoleService(RoleStore roles) {
    this.roles = roles;
  }

  public RolesBody list(Caller caller) {
    return new RolesBody(roles.list(caller.orgId()).stream().map(RoleBody::of).toList());
  }

  public RoleBody get(Caller caller, String name) {
    return roles
        .get(caller.orgId(), name)
        .map(RoleBody::of)
        .orElseThrow(() -> PerdureException.notFound("role", "\"" + name + "\""));
  }

  public RoleBody create(Requester by, CreateRole request) {
    return RoleBody.of(
        roles.create(
            by,
            AdminChecks.word(request.name(), "/name"),
            Checks.text(request.description(), "/description"),
            AdminChecks.permissions(
                Checks.required(request.permissions(), "/permissions"), "/permissions")));
  }

  public RoleBody update(Requester by, String name, UpdateRole request) {
    String description = request.description();
    return RoleBody.of(
        roles.update(
            by,
            name,
            description == null || description.isBlank()
                ? (description == null ? null : "")
                : Checks.text(description, "/description"),
            request.permissions() == null
                ? null
                : AdminChecks.permissions(request.permissions(), "/permissions")));
  }

  public void delete(Requester by, String name) {
    roles.delete(by, name);
  }

  /** Every permission there is. */
  public PermissionsBody permissions() {
    return new PermissionsBody(
        Arrays.stream(Permission.values()).map(Permission::wireName).toList());
  }
}
