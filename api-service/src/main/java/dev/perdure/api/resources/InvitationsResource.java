package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.USERS_READ;
import static dev.perdure.core.tenant.Permission.USERS_WRITE;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.ClientAddress;
import dev.perdure.api.auth.Open;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.AcceptInvitation;
import dev.perdure.api.body.AcceptedBody;
import dev.perdure.api.body.CreateInvitation;
import dev.perdure.api.body.InvitationBody;
import dev.perdure.api.body.NewInvitationBody;
import dev.perdure.api.filters.BodyFilter;
import dev.perdure.api.service.InvitationService;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Page;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Invitations to the organization, and how they are accepted. */
@Path("/")
@Tag(name = "admin")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class InvitationsResource {

  private final InvitationService invitations;

  public InvitationsResource(InvitationService invitations) {
    this.invitations = invitations;
  }

  @GET
  @Path("admin/invitations")
  @Requires(USERS_READ)
  @Operation(operationId = "listInvitations", summary = "List invitations, newest first")
  public Page<InvitationBody> list(
      @Auth CallerPrincipal principal,
      @Parameter(
              description = "Only those that can still be accepted.",
              schema = @Schema(implementation = Boolean.class))
          @QueryParam("open")
          @Nullable String open,
      @BeanParam PageParams page) {
    return invitations.list(principal.caller(), Params.flag("open", open), page.request());
  }

  @GET
  @Path("admin/invitations/{id}")
  @Requires(USERS_READ)
  @Operation(operationId = "getInvitation", summary = "Get an invitation, without its token")
  public InvitationBody get(@Auth CallerPrincipal principal, @PathParam("id") String id) {
    return invitations.get(principal.caller(), Ids.invitation(id));
  }

  @POST
  @Path("admin/invitations")
  @Requires(USERS_WRITE)
  @Idempotent
  @Operation(
      operationId = "createInvitation",
      summary = "Invite somebody",
      description =
          "The token is told once: the answer to a repeated request is without it. Nobody invites"
              + " to a role with permissions they lack.")
  @ApiResponse(
      responseCode = "201",
      description = "Made",
      content = @Content(schema = @Schema(implementation = NewInvitationBody.class)))
  public Response create(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @Nullable CreateInvitation body) {
    Created<NewInvitationBody> created =
        invitations.create(
            Requesters.of(principal, request), Replies.body(body), BodyFilter.idempotency(request));
    return Replies.created(created, "/v1/admin/invitations/" + created.value().invitation().id());
  }

  @POST
  @Path("admin/invitations/{id}/revoke")
  @Requires(USERS_WRITE)
  @Operation(operationId = "revokeInvitation", summary = "Take an invitation back")
  public InvitationBody revoke(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id) {
    return invitations.revoke(Requesters.of(principal, request), Ids.invitation(id));
  }

  @POST
  @Path("invitations/accept")
  @Open("Who is invited is nobody yet; the token says which invitation is theirs.")
  @Operation(
      operationId = "acceptInvitation",
      summary = "Become a user",
      description = "Works once. The first API key is told here and never again.")
  @ApiResponse(
      responseCode = "201",
      description = "Made",
      content = @Content(schema = @Schema(implementation = AcceptedBody.class)))
  public Response accept(
      @Context ContainerRequestContext request, @Nullable AcceptInvitation body) {
    return Response.status(Response.Status.CREATED)
        .entity(
            invitations.accept(
                Replies.body(body), ClientAddress.text(request), Requesters.userAgent(request)))
        .build();
  }
}
