package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.SKILLS_READ;
import static dev.perdure.core.tenant.Permission.SKILLS_TRY;
import static dev.perdure.core.tenant.Permission.SKILLS_WRITE;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.PutSkillSettings;
import dev.perdure.api.body.SkillBody;
import dev.perdure.api.body.SkillSettingsBody;
import dev.perdure.api.body.SkillsBody;
import dev.perdure.api.body.TriedToolBody;
import dev.perdure.api.body.TryToolBody;
import dev.perdure.api.filters.BodyFilter;
import dev.perdure.api.service.SkillService;
import dev.perdure.api.service.ToolTrialService;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** Skills: what there is, what the organization set for it, and trying it. */
@Path("/skills")
@Tag(name = "skills")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class SkillsResource {

  private final SkillService skills;
  private final ToolTrialService trials;

  public SkillsResource(SkillService skills, ToolTrialService trials) {
    this.skills = skills;
    this.trials = trials;
  }

  @GET
  @Requires(SKILLS_READ)
  @Operation(
      operationId = "listSkills",
      summary = "List skills with their tools and health",
      description = "Those that are switched off as well.")
  public SkillsBody list(@Auth CallerPrincipal principal) {
    return new SkillsBody(skills.list(principal.caller()));
  }

  @GET
  @Path("{id}")
  @Requires(SKILLS_READ)
  @Operation(operationId = "getSkill", summary = "Get a skill")
  public SkillBody get(@Auth CallerPrincipal principal, @PathParam("id") String id) {
    return skills.get(principal.caller(), id);
  }

  @GET
  @Path("{id}/settings")
  @Requires(SKILLS_WRITE)
  @Operation(operationId = "getSkillSettings", summary = "Get what is set for a skill")
  public SkillSettingsBody settings(@Auth CallerPrincipal principal, @PathParam("id") String id) {
    return skills.settings(principal.caller(), id);
  }

  @PUT
  @Path("{id}/settings")
  @Requires(SKILLS_WRITE)
  @Operation(
      operationId = "putSkillSettings",
      summary = "Switch a skill on or off and set it up",
      description = "Takes the place of what was set before. Felt by the next step of each run.")
  public SkillSettingsBody configure(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @Nullable PutSkillSettings body) {
    return skills.configure(
        principal.caller(), Actors.of(principal, request), id, Replies.body(body));
  }

  @POST
  @Path("{id}/tools/{tool}:try")
  @Requires(SKILLS_TRY)
  @Idempotent
  @Operation(
      operationId = "tryTool",
      summary = "Call one tool outside a run",
      description =
          "With the same checks, limits and rules as in a run; whoever asks for it approves it."
              + " Waits for its end. A tool that fails is an answer with `error`. What a call costs"
              + " counts as in a run. Under the same Idempotency-Key the tool is called as the"
              + " same call again; one that must not happen twice is refused: already_tried.")
  public TriedToolBody tryTool(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @PathParam("tool") String tool,
      @Nullable TryToolBody body) {
    return trials.tryOut(
        Requesters.of(principal, request),
        id,
        tool,
        body == null ? TryToolBody.EMPTY : body,
        BodyFilter.idempotency(request));
  }
}
