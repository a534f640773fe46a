package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.RUNS_READ;
import static dev.perdure.core.tenant.Permission.RUNS_WRITE;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.RunBody;
import dev.perdure.api.body.StartRunBody;
import dev.perdure.api.body.StepsBody;
import dev.perdure.api.filters.BodyFilter;
import dev.perdure.api.limits.Cost;
import dev.perdure.api.service.RunService;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.RunFilter;
import dev.perdure.core.run.RunStatus;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
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
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Runs. */
@Path("/")
@Tag(name = "runs")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class RunsResource {

  private final RunService runs;
  private final Duration maxWait;

  /**
   * @param maxWait the longest a long-poll is held open
   */
  public RunsResource(RunService runs, Duration maxWait) {
    this.runs = runs;
    this.maxWait = maxWait;
  }

  @POST
  @Path("runs")
  @Requires(RUNS_WRITE)
  @Idempotent
  @Cost(Cost.RUN)
  @Operation(
      operationId = "startRun",
      summary = "Start a run in a new session",
      description = "202 means that the run is committed: it will be done.")
  @AnswersCommitted
  public Response start(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @Nullable StartRunBody body) {
    return Replies.started(
        runs.start(principal.caller(), null, Replies.body(body), BodyFilter.idempotency(request)));
  }

  @GET
  @Path("runs")
  @Requires(RUNS_READ)
  @Operation(
      operationId = "listRuns",
      summary = "List runs, newest first",
      description = "Runs that people started, unless runs of sub-agents are asked for.")
  public Page<RunBody> list(
      @Auth CallerPrincipal principal,
      @QueryParam("session_id") @Nullable String sessionId,
      @QueryParam("agent_id") @Nullable String agentId,
      @Parameter(schema = @Schema(implementation = RunStatus.class)) @QueryParam("status")
          @Nullable String status,
      @Parameter(description = "Only runs that this one delegated to.") @QueryParam("parent_run_id")
          @Nullable String parentRunId,
      @Parameter(
              description = "Whether runs of sub-agents are wanted too.",
              schema = @Schema(implementation = Boolean.class))
          @QueryParam("include_sub_agents")
          @Nullable String includeSubAgents,
      @BeanParam PageParams page) {
    RunFilter filter =
        new RunFilter(
            Params.uuid("session_id", sessionId),
            Params.uuid("agent_id", agentId),
            status(status),
            Params.uuid("parent_run_id", parentRunId),
            Params.flag("include_sub_agents", includeSubAgents));
    return runs.list(principal.caller(), filter, page.request());
  }

  @GET
  @Path("runs/{id}")
  @Requires(RUNS_READ)
  @Operation(
      operationId = "getRun",
      summary = "Get a run",
      description =
          "With what it and its sub-agents wait for. With wait it answers when the run has ended"
              + " or somebody is waited for.")
  public RunBody get(
      @Auth CallerPrincipal principal,
      @PathParam("id") String id,
      @Parameter(description = "The longest to wait.", example = "30s") @QueryParam("wait")
          @Nullable String wait) {
    if (wait == null) {
      return runs.show(principal.caller(), Ids.run(id));
    }
    return runs.await(principal.caller(), Ids.run(id), Params.duration("wait", wait, maxWait));
  }

  @GET
  @Path("runs/{id}/steps")
  @Requires(RUNS_READ)
  @Operation(operationId = "listSteps", summary = "List a run's steps and tool calls in order")
  public StepsBody steps(@Auth CallerPrincipal principal, @PathParam("id") String id) {
    return new StepsBody(runs.steps(principal.caller(), Ids.run(id)));
  }

  private static @Nullable RunStatus status(@Nullable String name) {
    if (name == null) {
      return null;
    }
    return Arrays.stream(RunStatus.values())
        .filter(status -> status.wireName().equals(name))
        .findFirst()
        .orElseThrow(() -> Params.invalid("status", "is no status of a run"));
  }
}
