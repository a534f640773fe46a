package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.SESSIONS_READ;
import static dev.perdure.core.tenant.Permission.SESSIONS_WRITE;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.CreateSession;
import dev.perdure.api.body.SessionDetail;
import dev.perdure.api.body.UpdateSession;
import dev.perdure.api.filters.BodyFilter;
import dev.perdure.api.service.SessionService;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Page;
import dev.perdure.core.session.Session;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
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

/** Sessions. */
@Path("/")
@Tag(name = "sessions")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class SessionsResource {

  private final SessionService sessions;

  public SessionsResource(SessionService sessions) {
    this.sessions = sessions;
  }

  @POST
  @Path("sessions")
  @Requires(SESSIONS_WRITE)
  @Idempotent
  @Operation(operationId = "createSession", summary = "Make a session")
  @ApiResponse(
      responseCode = "201",
      description = "Made",
      content = @Content(schema = @Schema(implementation = Session.class)))
  public Response create(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @Nullable CreateSession body) {
    CreateSession given = body == null ? new CreateSession(null, null, null, null) : body;
    Created<Session> created =
        sessions.create(principal.caller(), given, BodyFilter.idempotency(request));
    return Replies.created(created, "/v1/sessions/" + created.value().id());
  }

  @GET
  @Path("sessions")
  @Requires(SESSIONS_READ)
  @Operation(operationId = "listSessions", summary = "List sessions, the one used last first")
  public Page<Session> list(
      @Auth CallerPrincipal principal,
      @Parameter(description = "Words to find in titles and messages.") @QueryParam("q")
          @Nullable String search,
      @QueryParam("agent_id") @Nullable String agentId,
      @BeanParam PageParams page) {
    return sessions.list(
        principal.caller(), search, Params.uuid("agent_id", agentId), page.request());
  }

  @GET
  @Path("sessions/{id}")
  @Requires(SESSIONS_READ)
  @Operation(
      operationId = "getSession",
      summary = "Get a session",
      description =
          "last_pos is read first: read the messages after this, then stream events after it,"
              + " and nothing is missed.")
  public SessionDetail get(@Auth CallerPrincipal principal, @PathParam("id") String id) {
    return sessions.detail(principal.caller(), Ids.session(id));
  }

  @PATCH
  @Path("sessions/{id}")
  @Requires(SESSIONS_WRITE)
  @Operation(operationId = "updateSession", summary = "Change a session's title and metadata")
  public Session update(
      @Auth CallerPrincipal principal, @PathParam("id") String id, @Nullable UpdateSession body) {
    return sessions.update(principal.caller(), Ids.session(id), Replies.body(body));
  }

  @DELETE
  @Path("sessions/{id}")
  @Requires(SESSIONS_WRITE)
  @Operation(operationId = "deleteSession", summary = "Remove a session with all that is in it")
  @ApiResponse(responseCode = "204", description = "Removed")
  public void delete(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id) {
    sessions.delete(Requesters.of(principal, request), Ids.session(id));
  }
}
