package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.AGENTS_READ;
import static dev.perdure.core.tenant.Permission.AGENTS_WRITE;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.AgentBody;
import dev.perdure.api.body.AgentVersionBody;
import dev.perdure.api.body.CreateVersion;
import dev.perdure.api.body.Rollback;
import dev.perdure.api.filters.BodyFilter;
import dev.perdure.api.service.AgentService;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Page;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.Operation;
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
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** The immutable versions of an agent, and which of them is current. */
@Path("/")
@Tag(name = "agents")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class AgentVersionsResource {

  private final AgentService agents;

  public AgentVersionsResource(AgentService agents) {
    this.agents = agents;
  }

  @POST
  @Path("agents/{id}/versions")
  @Requires(AGENTS_WRITE)
  @Idempotent
  @Operation(operationId = "createAgentVersion", summary = "Add a version to an agent")
  @ApiResponse(
      responseCode = "201",
      description = "Made",
      content = @Content(schema = @Schema(implementation = AgentVersionBody.class)))
  public Response create(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @Nullable CreateVersion body) {
    Created<AgentVersionBody> created =
        agents.addVersion(
            Requesters.of(principal, request),
            Ids.agent(id),
            Replies.body(body),
            BodyFilter.idempotency(request));
    AgentVersionBody version = created.value();
    return Replies.created(
        created, "/v1/agents/" + version.agentId() + "/versions/" + version.version());
  }

  @GET
  @Path("agents/{id}/versions")
  @Requires(AGENTS_READ)
  @Operation(operationId = "listAgentVersions", summary = "List an agent's versions, newest first")
  public Page<AgentVersionBody> list(
      @Auth CallerPrincipal principal, @PathParam("id") String id, @BeanParam PageParams page) {
    return agents.versions(principal.caller(), Ids.agent(id), page.request());
  }

  @GET
  @Path("agents/{id}/versions/{version}")
  @Requires(AGENTS_READ)
  @Operation(operationId = "getAgentVersion", summary = "Get one version of an agent")
  public AgentVersionBody get(
      @Auth CallerPrincipal principal,
      @PathParam("id") String id,
      @PathParam("version") String version) {
    return agents.version(principal.caller(), Ids.agent(id), Ids.version("agent_version", version));
  }

  @POST
  @Path("agents/{id}/versions/{version}/promote")
  @Requires(AGENTS_WRITE)
  @Operation(operationId = "promoteAgentVersion", summary = "Make a version the current one")
  public AgentBody promote(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @PathParam("version") String version) {
    return agents.promote(
        Requesters.of(principal, request), Ids.agent(id), Ids.version("agent_version", version));
  }

  @POST
  @Path("agents/{id}/rollback")
  @Requires(AGENTS_WRITE)
  @Operation(
      operationId = "rollBackAgent",
      summary = "Go back to an earlier version",
      description = "Without a body: to the version before the current one.")
  public AgentBody rollBack(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @Nullable Rollback body) {
    return agents.rollBack(
        Requesters.of(principal, request), Ids.agent(id), body == null ? null : body.version());
  }
}
