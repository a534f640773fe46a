package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.APPROVALS_WRITE;
import static dev.perdure.core.tenant.Permission.RUNS_READ;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.AnswerBody;
import dev.perdure.api.body.ApproveBody;
import dev.perdure.api.body.DenyBody;
import dev.perdure.api.body.InterruptBody;
import dev.perdure.api.filters.BodyFilter;
import dev.perdure.api.service.CommandService;
import dev.perdure.api.service.InboxService;
import dev.perdure.core.port.Page;
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
      @Auth CallerPrincipal principal, @BeanParam WantedParams wanted, @BeanParam PageParams page) {
    return inbox.list(principal.caller(), wanted.wanted(), page.request());
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
      @BeanParam WantedParams wanted,
      @BeanParam PageParams page) {
    return inbox.ofSession(principal.caller(), Ids.session(id), wanted.wanted(), page.request());
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
      @BeanParam WantedParams wanted,
      @BeanParam PageParams page) {
    return inbox.ofRun(principal.caller(), Ids.run(id), wanted.wanted(), page.request());
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
  @AnswersDone
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
  @AnswersDone
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
  @AnswersDone
  public Response answer(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @Nullable AnswerBody body) {
    return Replies.done(
        commands.answer(
            principal.caller(), Ids.run(id), Replies.body(body), BodyFilter.idempotency(request)));
  }
}
