package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.AGENTS_READ;
import static dev.perdure.core.tenant.Permission.AGENTS_WRITE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.AgentBody;
import dev.perdure.api.body.CreateAgent;
import dev.perdure.api.filters.BodyFilter;
import dev.perdure.api.json.ApiJson;
import dev.perdure.api.problem.JsonFaults;
import dev.perdure.api.service.AgentService;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Created;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
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
import org.jspecify.annotations.Nullable;

/** Agents as YAML, to keep under version control and carry between organizations. */
@Path("/")
@Tag(name = "agents")
public final class AgentYamlResource {

  private static final String YAML = "application/yaml";

  private final AgentService agents;
  private final ObjectMapper yaml = ApiJson.yaml();

  public AgentYamlResource(AgentService agents) {
    this.agents = agents;
  }

  @GET
  @Path("agents/{id}/export")
  @Produces(YAML)
  @Requires(AGENTS_READ)
  @Operation(operationId = "exportAgent", summary = "Write an agent as YAML")
  @ApiResponse(
      responseCode = "200",
      description = "The agent",
      content = @Content(mediaType = YAML, schema = @Schema(implementation = CreateAgent.class)))
  public String export(
      @Auth CallerPrincipal principal,
      @PathParam("id") String id,
      @Parameter(schema = @Schema(implementation = Integer.class, minimum = "1"))
          @QueryParam("version")
          @Nullable String version)
      throws JsonProcessingException {
    return yaml.writeValueAsString(
        agents.export(principal.caller(), Ids.agent(id), Params.number("version", version)));
  }

  @POST
  @Path("agents/import")
  @Consumes({YAML, "application/x-yaml", "text/yaml"})
  @Produces(MediaType.APPLICATION_JSON)
  @Requires(AGENTS_WRITE)
  @Idempotent
  @Operation(
      operationId = "importAgent",
      summary = "Make an agent from YAML",
      description = "With update=true an agent of that name gets a new version instead.")
  @ApiResponse(
      responseCode = "201",
      description = "Made",
      content = @Content(schema = @Schema(implementation = AgentBody.class)))
  public Response importAgent(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @Parameter(schema = @Schema(implementation = Boolean.class)) @QueryParam("update")
          @Nullable String update,
      @RequestBody(
              content =
                  @Content(mediaType = YAML, schema = @Schema(implementation = CreateAgent.class)))
          @Nullable String body) {
    Created<AgentBody> created =
        agents.importAgent(
            principal.caller(),
            read(body),
            Params.flag("update", update),
            BodyFilter.idempotency(request));
    return Replies.created(created, "/v1/agents/" + created.value().id());
  }

  private CreateAgent read(@Nullable String body) {
    if (body == null || body.isBlank()) {
      throw PerdureException.invalid("body_required", "This route wants an agent as YAML.", null);
    }
    try {
      return Replies.body(yaml.readValue(body, CreateAgent.class));
    } catch (JsonProcessingException e) {
      throw new PerdureException(JsonFaults.error(e, "yaml"), e);
    }
  }
}
