package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.RUNS_WRITE;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.ForkBody;
import dev.perdure.api.filters.BodyFilter;
import dev.perdure.api.limits.Cost;
import dev.perdure.api.service.ForkService;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.Operation;
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

/** New runs made of old ones. A run that has ended never changes. */
@Path("/")
@Tag(name = "steering")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class RunForksResource {

  private final ForkService forks;

  public RunForksResource(ForkService forks) {
    this.forks = forks;
  }

  @POST
  @Path("runs/{id}/retry")
  @Requires(RUNS_WRITE)
  @Idempotent
  @Cost(Cost.RUN)
  @Operation(
      operationId = "retryRun",
      summary = "Try a run that failed again",
      description =
          "A new run of the same session goes on from the failed step, with all that was done"
              + " before it.")
  @AnswersCommitted
  public Response retry(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id) {
    return Replies.started(
        forks.retry(principal.caller(), Ids.run(id), BodyFilter.idempotency(request)));
  }

  @POST
  @Path("runs/{id}/fork")
  @Requires(RUNS_WRITE)
  @Idempotent
  @Cost(Cost.RUN)
  @Operation(
      operationId = "forkRun",
      summary = "Go on from a step of a run, in a new session",
      description = "Tool results before the step are reused; the step itself is done anew.")
  @AnswersCommitted
  public Response fork(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @Nullable ForkBody body) {
    return Replies.started(
        forks.fork(
            principal.caller(), Ids.run(id), Replies.body(body), BodyFilter.idempotency(request)));
  }
}
