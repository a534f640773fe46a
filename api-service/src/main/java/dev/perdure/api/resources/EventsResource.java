package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.RUNS_READ;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.auth.Standing;
import dev.perdure.api.limits.OpenStreams;
import dev.perdure.api.service.RunService;
import dev.perdure.api.service.SessionService;
import dev.perdure.api.stream.GuardedOutput;
import dev.perdure.api.stream.StreamHub;
import dev.perdure.api.stream.StreamRequest;
import dev.perdure.core.run.Run;
import dev.perdure.core.session.Session;
import dev.perdure.core.tenant.Caller;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.glassfish.jersey.server.CloseableService;
import org.jspecify.annotations.Nullable;

/** Events as they happen, as server-sent events. */
@Path("/")
@Tag(name = "events")
@Produces(MediaType.SERVER_SENT_EVENTS)
public final class EventsResource {

  private final StreamHub hub;
  private final RunService runs;
  private final SessionService sessions;
  private final Standing standing;
  private final OpenStreams streams;

  public EventsResource(
      StreamHub hub,
      RunService runs,
      SessionService sessions,
      Standing standing,
      OpenStreams streams) {
    this.hub = hub;
    this.standing = standing;
    this.runs = runs;
    this.sessions = sessions;
    this.streams = streams;
  }

  @GET
  @Path("runs/{id}/events")
  @Requires(RUNS_READ)
  @Operation(operationId = "streamRunEvents", summary = "Stream a run's events until it has ended")
  @ApiResponse(
      responseCode = "200",
      description =
          "Events in AG-UI's vocabulary, each as the schema says; the id is its position.",
      content =
          @Content(
              mediaType = MediaType.SERVER_SENT_EVENTS,
              schema = @Schema(ref = "#/components/schemas/StreamedEvent")))
  public Response ofRun(
      @Auth CallerPrincipal principal,
      @Context CloseableService closing,
      @PathParam("id") String id,
      @BeanParam StreamParams params) {
    Caller caller = principal.caller();
    Run run = runs.get(caller, Ids.run(id));
    return stream(
        principal,
        closing,
        new StreamRequest(
            caller.orgId(), run.sessionId(), run.id(), params.position(), params.wanted()));
  }

  @GET
  @Path("sessions/{id}/events")
  @Requires(RUNS_READ)
  @Operation(
      operationId = "streamSessionEvents",
      summary = "Stream the events of all of a session's runs")
  @ApiResponse(
      responseCode = "200",
      description =
          "Events in AG-UI's vocabulary, each as the schema says; the id is its position.",
      content =
          @Content(
              mediaType = MediaType.SERVER_SENT_EVENTS,
              schema = @Schema(ref = "#/components/schemas/StreamedEvent")))
  public Response ofSession(
      @Auth CallerPrincipal principal,
      @Context CloseableService closing,
      @PathParam("id") String id,
      @BeanParam StreamParams params) {
    Caller caller = principal.caller();
    Session session = sessions.get(caller, Ids.session(id));
    return stream(
        principal,
        closing,
        new StreamRequest(caller.orgId(), session.id(), null, params.position(), params.wanted()));
  }

  private Response stream(
      CallerPrincipal principal, CloseableService closing, StreamRequest request) {
    // With the request's end, since not every answer that was made is written.
    closing.add(streams.open(request.orgId())::close);
    StreamingOutput output =
        out ->
            hub.serve(request, new GuardedOutput(out, () -> standing.holds(principal, RUNS_READ)));
    return Response.ok(output)
        .type(MediaType.SERVER_SENT_EVENTS)
        .header("Cache-Control", "no-store")
        // Tells proxies such as nginx not to hold events back.
        .header("X-Accel-Buffering", "no")
        .build();
  }

  /** Where a stream goes on, and what of it is wanted. */
  public static final class StreamParams {

    @Parameter(description = "The id of the last event the client has.")
    @HeaderParam("Last-Event-ID")
    public @Nullable String lastEventId;

    @Parameter(description = "The same, for clients that can't set the header.")
    @QueryParam("after")
    public @Nullable String after;

    @Parameter(description = "Only these types or custom names, separated by commas.")
    @QueryParam("types")
    public @Nullable String types;

    /**
     * The header is the newer word of a client that comes back; the parameter has to be right too.
     */
    long position() {
      long first = position("after", after);
      return lastEventId == null || lastEventId.isBlank()
          ? first
          : position("Last-Event-ID", lastEventId);
    }

    private static long position(String name, @Nullable String cursor) {
      if (cursor == null || cursor.isBlank()) {
        return 0;
      }
      try {
        long position = Long.parseLong(cursor.strip());
        if (position >= 0) {
          return position;
        }
      } catch (NumberFormatException _) {
        // answered below
      }
      throw Params.invalid(name, "must be the id of an event");
    }

    Set<String> wanted() {
      return types == null
          ? Set.of()
          : Arrays.stream(types.split(","))
              .map(String::strip)
              .filter(type -> !type.isEmpty())
              .collect(Collectors.toUnmodifiableSet());
    }
  }
}
