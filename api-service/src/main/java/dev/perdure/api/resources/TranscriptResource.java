package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.SESSIONS_READ;
import static dev.perdure.core.tenant.Permission.SESSIONS_WRITE;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.ForkSession;
import dev.perdure.api.body.SessionExport;
import dev.perdure.api.filters.BodyFilter;
import dev.perdure.api.service.Markdown;
import dev.perdure.api.service.SessionService;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Page;
import dev.perdure.core.session.Message;
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
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** What was said in a session: read, forked, exported. */
@Path("/")
@Tag(name = "sessions")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class TranscriptResource {

  private static final String MARKDOWN = "text/markdown";

  private final SessionService sessions;

  public TranscriptResource(SessionService sessions) {
    this.sessions = sessions;
  }

  @GET
  @Path("sessions/{id}/messages")
  @Requires(SESSIONS_READ)
  @Operation(operationId = "listMessages", summary = "List a session's messages, oldest first")
  public Page<Message> messages(
      @Auth CallerPrincipal principal, @PathParam("id") String id, @BeanParam PageParams page) {
    return sessions.messages(principal.caller(), Ids.session(id), page.request());
  }

  @POST
  @Path("sessions/{id}/fork")
  @Requires(SESSIONS_WRITE)
  @Idempotent
  @Operation(
      operationId = "forkSession",
      summary = "Make a session that goes on from a message of this one")
  @ApiResponse(
      responseCode = "201",
      description = "Made",
      content = @Content(schema = @Schema(implementation = Session.class)))
  public Response fork(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @Nullable ForkSession body) {
    Created<Session> created =
        sessions.fork(
            principal.caller(),
            Ids.session(id),
            Replies.body(body),
            BodyFilter.idempotency(request));
    return Replies.created(created, "/v1/sessions/" + created.value().id());
  }

  @GET
  @Path("sessions/{id}/export")
  @Produces({MediaType.APPLICATION_JSON, MARKDOWN})
  @Requires(SESSIONS_READ)
  @Operation(operationId = "exportSession", summary = "Write a whole session as JSON or Markdown")
  @ApiResponse(
      responseCode = "200",
      description = "The session",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = SessionExport.class)),
        @Content(mediaType = MARKDOWN, schema = @Schema(types = "string"))
      })
  public Response export(
      @Auth CallerPrincipal principal,
      @PathParam("id") String id,
      @Parameter(
              schema =
                  @Schema(
                      allowableValues = {"json", "markdown"},
                      defaultValue = "json"))
          @QueryParam("format")
          @Nullable String format) {
    boolean markdown =
        switch (format) {
          case null -> false;
          case "json" -> false;
          case "markdown" -> true;
          default -> throw Params.invalid("format", "must be json or markdown");
        };
    SessionExport export = sessions.export(principal.caller(), Ids.session(id));
    String name = "session-" + export.session().id() + (markdown ? ".md" : ".json");
    return Response.ok(markdown ? Markdown.of(export) : export)
        .type(markdown ? MARKDOWN + ";charset=utf-8" : MediaType.APPLICATION_JSON)
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
        .build();
  }
}
