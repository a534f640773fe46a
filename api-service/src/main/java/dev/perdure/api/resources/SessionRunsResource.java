package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.RUNS_READ;
import static dev.perdure.core.tenant.Permission.RUNS_WRITE;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.RunBody;
import dev.perdure.api.body.StartRunBody;
import dev.perdure.api.filters.BodyFilter;
import dev.perdure.api.limits.Cost;
import dev.perdure.api.service.RunService;
import dev.perdure.api.service.SessionService;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.RunFilter;
import dev.perdure.core.session.Session;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** The runs of a session. */
@Path("/")
@Tag(name = "runs")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class SessionRunsResource {

  private final RunService runs;
  private final SessionService sessions;

  public SessionRunsResource(RunService runs, SessionService sessions) {
    this.runs = runs;
    this.sessions = sessions;
  }

  @POST
  @Path("sessions/{id}/runs")
  @Requires(RUNS_WRITE)
  @Idempotent
  @Cost(Cost.RUN)
  @Operation(
      operationId = "startRunInSession",
      summary = "Start a run in a session",
      description = "202 means that the run is committed: it will be done.")
  @AnswersCommitted
  public Response start(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @Nullable StartRunBody body) {
    Session session = sessions.get(principal.caller(), Ids.session(id));
    return Replies.started(
        runs.start(
            principal.caller(), session.id(), Replies.body(body), BodyFilter.idempotency(request)));
  }

  @GET
  @Path("sessions/{id}/runs")
  @Requires(RUNS_READ)
  @Operation(operationId = "listSessionRuns", summary = "List a session's runs, newest first")
  public Page<RunBody> list(
      @Auth CallerPrincipal principal, @PathParam("id") String id, @BeanParam PageParams page) {
    Session session = sessions.get(principal.caller(), Ids.session(id));
    return runs.list(principal.caller(), new RunFilter(session.id(), null, null), page.request());
  }
}
