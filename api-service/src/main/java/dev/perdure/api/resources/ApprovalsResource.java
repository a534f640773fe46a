package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.APPROVALS_WRITE;
import static dev.perdure.core.tenant.Permission.RUNS_READ;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.AnswerBody;
import dev.perdure.api.body.ApproveBody;
import dev.perdure.api.body.CommandDone;
import dev.perdure.api.body.DenyBody;
import dev.perdure.api.body.InterruptBody;
import dev.perdure.api.filters.BodyFilter;
import dev.perdure.api.service.CommandService;
import dev.perdure.api.service.InboxService;
import dev.perdure.core.port.Page;
import dev.perdure.core.run.Interrupt;
import dev.perdure.core.run.WaitReason;
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
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What people have to settle, and how they settle it. */
@Path("/")
@Tag(name = "approvals")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class ApprovalsResource {

  private final InboxService inbox;
  private final CommandService commands;

  public ApprovalsResource(InboxService inbox, CommandService commands) {
    this.inbox = inbox;
    this.commands = commands;
  }

  @GET
  @Path("approvals")
  @Requires(RUNS_READ)
  @Operation(
      operationId = "listApprovals",
      summary = "List what waits for a person, over the whole organization",
      description = "Approvals, questions, recoveries and budget stops, oldest first.")
  public Page<InterruptBody> list(
      @Auth CallerPrincipal principal,
      @Parameter(
              description = "open when absent; all for every one.",
              schema = @Schema(allowableValues = {"open", "settled", "expired", "void", "all"}))
          @QueryParam("status")
          @Nullable String status,
      @Parameter(schema = @Schema(implementation = WaitReason.class)) @QueryParam("reason")
          @Nullable String reason,
      @BeanParam PageParams page) {
    return inbox.list(principal.caller(), wanted(status, reason), page.request());
  }

  @GET
  @Path("sessions/{id}/approvals")
  @Requires(RUNS_READ)
  @Operation(
      operationId = "listSessionApprovals",
      summary = "List what waits for a person in a session")
  public Page<InterruptBody> ofSession(
      @Auth CallerPrincipal principal,
      @PathParam("id") String id,
      @Parameter(
              description = "open when absent; all for every one.",
              schema = @Schema(allowableValues = {"open", "settled", "expired", "void", "all"}))
          @QueryParam("status")
          @Nullable String status,
      @Parameter(schema = @Schema(implementation = WaitReason.class)) @QueryParam("reason")
          @Nullable String reason,
      @BeanParam PageParams page) {
    return inbox.ofSession(
        principal.caller(), Ids.session(id), wanted(status, reason), page.request());
  }

  @GET
  @Path("runs/{id}/approvals")
  @Requires(RUNS_READ)
  @Operation(
      operationId = "listRunApprovals",
      summary = "List what a run and its sub-agents wait for")
  public Page<InterruptBody> ofRun(
      @Auth CallerPrincipal principal,
      @PathParam("id") String id,
      @Parameter(
              description = "open when absent; all for every one.",
              schema = @Schema(allowableValues = {"open", "settled", "expired", "void", "all"}))
          @QueryParam("status")
          @Nullable String status,
      @Parameter(schema = @Schema(implementation = WaitReason.class)) @QueryParam("reason")
          @Nullable String reason,
      @BeanParam PageParams page) {
    return inbox.ofRun(principal.caller(), Ids.run(id), wanted(status, reason), page.request());
  }

  @GET
  @Path("approvals/{id}")
  @Requires(RUNS_READ)
  @Operation(operationId = "getApproval", summary = "Get one thing that waits, or waited")
  public InterruptBody get(@Auth CallerPrincipal principal, @PathParam("id") String id) {
    return inbox.get(principal.caller(), Ids.interrupt(id));
  }

  @POST
  @Path("runs/{id}/approve")
  @Requires(APPROVALS_WRITE)
  @Idempotent
  @Operation(
      operationId = "approveCall",
      summary = "Let a tool call be made",
      description =
          "Of the run or of a sub-agent below it. With arguments, it is made with these instead.")
  @ApiResponse(
      responseCode = "200",
      description = "Done",
      content = @Content(schema = @Schema(implementation = CommandDone.class)))
  public Response approve(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @Nullable ApproveBody body) {
    return Replies.done(
        commands.approve(
            principal.caller(),
            Ids.run(id),
            body == null ? ApproveBody.ONLY : body,
            BodyFilter.idempotency(request)));
  }

  @POST
  @Path("runs/{id}/deny")
  @Requires(APPROVALS_WRITE)
  @Idempotent
  @Operation(
      operationId = "denyCall",
      summary = "Forbid a tool call",
      description = "The agent is told, with the reason, and goes on.")
  @ApiResponse(
      responseCode = "200",
      description = "Done",
      content = @Content(schema = @Schema(implementation = CommandDone.class)))
  public Response deny(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @Nullable DenyBody body) {
    return Replies.done(
        commands.deny(
            principal.caller(),
            Ids.run(id),
            body == null ? DenyBody.ONLY : body,
            BodyFilter.idempotency(request)));
  }

  @POST
  @Path("runs/{id}/answer")
  @Requires(APPROVALS_WRITE)
  @Idempotent
  @Operation(operationId = "answerQuestion", summary = "Answer an agent's question")
  @ApiResponse(
      responseCode = "200",
      description = "Done",
      content = @Content(schema = @Schema(implementation = CommandDone.class)))
  public Response answer(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @Nullable AnswerBody body) {
    return Replies.done(
        commands.answer(
            principal.caller(), Ids.run(id), Replies.body(body), BodyFilter.idempotency(request)));
  }

  private static InboxService.Wanted wanted(@Nullable String status, @Nullable String reason) {
    return new InboxService.Wanted(reason(reason), status(status));
  }

  private static @Nullable WaitReason reason(@Nullable String name) {
    if (name == null) {
      return null;
    }
    return Arrays.stream(WaitReason.values())
        .filter(reason -> reason.wireName().equals(name))
        .findFirst()
        .orElseThrow(() -> Params.invalid("reason", "is nothing a run waits for"));
  }

  private static Interrupt.@Nullable Status status(@Nullable String name) {
    if (name == null) {
      return Interrupt.Status.OPEN;
    }
    if (name.equals("all")) {
      return null;
    }
    return Arrays.stream(Interrupt.Status.values())
        .filter(status -> status.wireName().equals(name))
        .findFirst()
        .orElseThrow(() -> Params.invalid("status", "must be open, settled, expired, void or all"));
  }
}
