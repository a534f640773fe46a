package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.RUNS_READ;
import static dev.perdure.core.tenant.Permission.RUNS_WRITE;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.CancelBody;
import dev.perdure.api.body.CommandsBody;
import dev.perdure.api.body.RecoverBody;
import dev.perdure.api.body.SteerBody;
import dev.perdure.api.body.TopUpBody;
import dev.perdure.api.filters.BodyFilter;
import dev.perdure.api.service.CommandService;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
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

/** What a run is told. Telling it the same again changes nothing. */
@Path("/")
@Tag(name = "steering")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class RunCommandsResource {

  private final CommandService commands;

  public RunCommandsResource(CommandService commands) {
    this.commands = commands;
  }

  @GET
  @Path("runs/{id}/commands")
  @Requires(RUNS_READ)
  @Operation(operationId = "listCommands", summary = "List what a run was told, in order")
  public CommandsBody list(@Auth CallerPrincipal principal, @PathParam("id") String id) {
    return new CommandsBody(commands.list(principal.caller(), Ids.run(id)));
  }

  @POST
  @Path("runs/{id}/steer")
  @Requires(RUNS_WRITE)
  @Idempotent
  @Operation(
      operationId = "steerRun",
      summary = "Give an input to a run under way",
      description =
          "Its next THINK takes it in. When the run ends before, it becomes the next run.")
  @AnswersDone
  public Response steer(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @Nullable SteerBody body) {
    return Replies.done(
        commands.steer(
            principal.caller(),
            Ids.run(id),
            Replies.body(body).input(),
            BodyFilter.idempotency(request)));
  }

  @POST
  @Path("runs/{id}/pause")
  @Requires(RUNS_WRITE)
  @Idempotent
  @Operation(
      operationId = "pauseRun",
      summary = "Pause a run and its sub-agents",
      description = "What is under way is finished; nothing new is begun.")
  @AnswersDone
  public Response pause(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id) {
    return Replies.done(
        commands.pause(principal.caller(), Ids.run(id), BodyFilter.idempotency(request)));
  }

  @POST
  @Path("runs/{id}/resume")
  @Requires(RUNS_WRITE)
  @Idempotent
  @Operation(operationId = "resumeRun", summary = "End a pause")
  @AnswersDone
  public Response resume(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id) {
    return Replies.done(
        commands.resume(principal.caller(), Ids.run(id), BodyFilter.idempotency(request)));
  }

  @POST
  @Path("runs/{id}/cancel")
  @Requires(RUNS_WRITE)
  @Idempotent
  @Operation(
      operationId = "cancelRun",
      summary = "Stop a run and its sub-agents",
      description = "A running run is stopped as soon as its model or tool call lets go.")
  @AnswersDone
  public Response cancel(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @Nullable CancelBody body) {
    return Replies.done(
        commands.cancel(
            principal.caller(),
            Ids.run(id),
            body == null ? null : body.mode(),
            BodyFilter.idempotency(request)));
  }

  @POST
  @Path("runs/{id}/recover")
  @Requires(RUNS_WRITE)
  @Idempotent
  @Operation(
      operationId = "recoverRun",
      summary = "Settle what a waiting run is to do",
      description =
          "For a run that waits for recovery or for a budget; the interrupt says which operations it takes.")
  @AnswersDone
  public Response recover(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @Nullable RecoverBody body) {
    return Replies.done(
        commands.recover(
            principal.caller(), Ids.run(id), Replies.body(body), BodyFilter.idempotency(request)));
  }

  @POST
  @Path("runs/{id}/top-up")
  @Requires(RUNS_WRITE)
  @Idempotent
  @Operation(
      operationId = "topUpRun",
      summary = "Raise the budget of a run",
      description = "A run that waits for that goes on.")
  @AnswersDone
  public Response topUp(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @RequestBody(required = true) @Nullable TopUpBody body) {
    return Replies.done(
        commands.topUp(
            principal.caller(), Ids.run(id), Replies.body(body), BodyFilter.idempotency(request)));
  }
}
