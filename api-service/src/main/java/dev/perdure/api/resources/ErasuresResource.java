package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.DATA_ERASE;
import static dev.perdure.core.tenant.Permission.ORGANIZATIONS_ADMIN;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.Confirm;
import dev.perdure.api.body.OrganizationBody;
import dev.perdure.api.body.UserBody;
import dev.perdure.api.service.ErasureService;
import dev.perdure.core.tenant.OrgId;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Erases users and organizations for good. */
@Path("/")
@Tag(name = "admin")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class ErasuresResource {

  private final ErasureService erasures;

  public ErasuresResource(ErasureService erasures) {
    this.erasures = erasures;
  }

  @POST
  @Path("admin/users/{id}/erase")
  @Requires(DATA_ERASE)
  @Operation(
      operationId = "eraseUser",
      summary = "Erase a user, their sessions, and what they typed elsewhere, for good",
      description =
          "To confirm, the body names the user's id once more. Their credentials end at once; the"
              + " user is there as erasing until all is done, and not found after. The last active"
              + " owner stays.")
  @ApiResponse(
      responseCode = "202",
      description = "Accepted",
      content = @Content(schema = @Schema(implementation = UserBody.class)))
  public Response user(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @Nullable Confirm body) {
    UserBody user =
        erasures.user(Requesters.of(principal, request), Ids.user(id), Replies.body(body));
    return Replies.accepted(user, "/v1/admin/users/" + user.id());
  }

  @POST
  @Path("admin/organization/erase")
  @Requires(DATA_ERASE)
  @Operation(
      operationId = "eraseOwnOrganization",
      summary = "Erase the caller's organization for good",
      description =
          "To confirm, the body names the organization's slug. Within a second none of its"
              + " credentials is taken, the caller's neither. There is no way back.")
  @ApiResponse(
      responseCode = "202",
      description = "Accepted",
      content = @Content(schema = @Schema(implementation = OrganizationBody.class)))
  public Response own(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @Nullable Confirm body) {
    return organization(principal, request, principal.caller().orgId(), body);
  }

  @POST
  @Path("admin/organizations/{id}/erase")
  @Requires(ORGANIZATIONS_ADMIN)
  @Operation(
      operationId = "eraseOrganization",
      summary = "Erase an organization for good",
      description =
          "To confirm, the body names the organization's slug. Within a second none of its"
              + " credentials is taken. It is there as erasing until all is done, and not found"
              + " after. There is no way back.")
  @ApiResponse(
      responseCode = "202",
      description = "Accepted",
      content = @Content(schema = @Schema(implementation = OrganizationBody.class)))
  public Response any(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @Nullable Confirm body) {
    return organization(principal, request, new OrgId(Ids.organization(id)), body);
  }

  private Response organization(
      CallerPrincipal principal,
      ContainerRequestContext request,
      OrgId orgId,
      @Nullable Confirm body) {
    return Replies.accepted(
        erasures.organization(Requesters.of(principal, request), orgId, Replies.body(body)),
        "/v1/admin/organizations/" + orgId);
  }
}
