package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.ROLES_READ;
import static dev.perdure.core.tenant.Permission.ROLES_WRITE;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.CreateRole;
import dev.perdure.api.body.PermissionsBody;
import dev.perdure.api.body.RoleBody;
import dev.perdure.api.body.RolesBody;
import dev.perdure.api.body.UpdateRole;
import dev.perdure.api.service.RoleService;
import dev.perdure.core.port.Created;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Roles, the built-in ones and the organization's own. */
@Path("/")
@Tag(name = "admin")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class RolesResource {

  private final RoleService roles;

  public RolesResource(RoleService roles) {
    this.roles = roles;
  }

  @GET
  @Path("admin/permissions")
  @Requires(ROLES_READ)
  @Operation(operationId = "listPermissions", summary = "List everything a role can allow")
  public PermissionsBody permissions(@Auth CallerPrincipal principal) {
    return roles.permissions();
  }

  @GET
  @Path("admin/roles")
  @Requires(ROLES_READ)
  @Operation(operationId = "listRoles", summary = "List roles with what they allow")
  public RolesBody list(@Auth CallerPrincipal principal) {
    return roles.list(principal.caller());
  }

  @GET
  @Path("admin/roles/{name}")
  @Requires(ROLES_READ)
  @Operation(operationId = "getRole", summary = "Get a role")
  public RoleBody get(@Auth CallerPrincipal principal, @PathParam("name") String name) {
    return roles.get(principal.caller(), name);
  }

  @POST
  @Path("admin/roles")
  @Requires(ROLES_WRITE)
  @Operation(
      operationId = "createRole",
      summary = "Make a role",
      description = "Of permissions the caller has.")
  @ApiResponse(
      responseCode = "201",
      description = "Made",
      content = @Content(schema = @Schema(implementation = RoleBody.class)))
  public Response create(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @Nullable CreateRole body) {
    RoleBody made = roles.create(Requesters.of(principal, request), Replies.body(body));
    return Replies.created(new Created<>(made, false), "/v1/admin/roles/" + made.name());
  }

  @PATCH
  @Path("admin/roles/{name}")
  @Requires(ROLES_WRITE)
  @Operation(
      operationId = "updateRole",
      summary = "Change what a role allows",
      description = "Felt within a second by everybody who has it. Built-in roles stay.")
  public RoleBody update(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("name") String name,
      @Nullable UpdateRole body) {
    return roles.update(Requesters.of(principal, request), name, Replies.body(body));
  }

  @DELETE
  @Path("admin/roles/{name}")
  @Requires(ROLES_WRITE)
  @Operation(operationId = "deleteRole", summary = "Remove a role that nobody has")
  @ApiResponse(responseCode = "204", description = "Removed")
  public void delete(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("name") String name) {
    roles.delete(Requesters.of(principal, request), name);
  }
}
