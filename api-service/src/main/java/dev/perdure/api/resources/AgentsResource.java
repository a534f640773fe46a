package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.AGENTS_READ;
import static dev.perdure.core.tenant.Permission.AGENTS_WRITE;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.AgentBody;
import dev.perdure.api.body.CreateAgent;
import dev.perdure.api.body.Duplicate;
import dev.perdure.api.body.UpdateAgent;
import dev.perdure.api.filters.BodyFilter;
import dev.perdure.api.service.AgentService;
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

/** Agents. */
@Path("/")
@Tag(name = "agents")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class AgentsResource {

  private final AgentService agents;

  public AgentsResource(AgentService agents) {
    this.agents = agents;
  }

  @POST
  @Path("agents")
  @Requires(AGENTS_WRITE)
  @Idempotent
  @Operation(operationId = "createAgent", summary = "Make an agent with version 1")
  @ApiResponse(
      responseCode = "201",
      description = "Made",
      content = @Content(schema = @Schema(implementation = AgentBody.class)))
  public Response create(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @Nullable CreateAgent body) {
    return created(
        agents.create(
            Requesters.of(principal, request),
            Replies.body(body),
            BodyFilter.idempotency(request)));
  }

  @GET
  @Path("agents")
  @Requires(AGENTS_READ)
  @Operation(operationId = "listAgents", summary = "List agents by name")
  public Page<AgentBody> list(
      @Auth CallerPrincipal principal,
      @QueryParam("q") @Nullable String search,
      @Parameter(schema = @Schema(implementation = Boolean.class)) @QueryParam("archived")
          @Nullable String archived,
      @BeanParam PageParams page) {
    return agents.list(
        principal.caller(), Params.flag("archived", archived), search, page.request());
  }

  @GET
  @Path("agents/{id}")
  @Requires(AGENTS_READ)
  @Operation(operationId = "getAgent", summary = "Get an agent and its current configuration")
  public AgentBody get(@Auth CallerPrincipal principal, @PathParam("id") String id) {
    return agents.get(principal.caller(), Ids.agent(id));
  }

  @PATCH
  @Path("agents/{id}")
  @Requires(AGENTS_WRITE)
  @Operation(operationId = "updateAgent", summary = "Change an agent's name and description")
  public AgentBody update(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @Nullable UpdateAgent body) {
    return agents.update(Requesters.of(principal, request), Ids.agent(id), Replies.body(body));
  }

  @DELETE
  @Path("agents/{id}")
  @Requires(AGENTS_WRITE)
  @Operation(
      operationId = "archiveAgent",
      summary = "Take an agent out of use",
      description = "Its runs and versions stay; its name is free again.")
  @ApiResponse(responseCode = "204", description = "Archived")
  public void archive(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id) {
    agents.archive(Requesters.of(principal, request), Ids.agent(id));
  }

  @POST
  @Path("agents/{id}/duplicate")
  @Requires(AGENTS_WRITE)
  @Idempotent
  @Operation(operationId = "duplicateAgent", summary = "Copy an agent's current version")
  @ApiResponse(
      responseCode = "201",
      description = "Made",
      content = @Content(schema = @Schema(implementation = AgentBody.class)))
  public Response duplicate(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @Nullable Duplicate body) {
    return created(
        agents.duplicate(
            Requesters.of(principal, request),
            Ids.agent(id),
            Replies.body(body).name(),
            BodyFilter.idempotency(request)));
  }

  private static Response created(Created<AgentBody> created) {
    return Replies.created(created, "/v1/agents/" + created.value().id());
  }
}
