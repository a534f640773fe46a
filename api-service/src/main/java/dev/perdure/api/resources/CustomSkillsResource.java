package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.SKILLS_READ;
import static dev.perdure.core.tenant.Permission.SKILLS_WRITE;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.CreateSkill;
import dev.perdure.api.body.CreateSkillVersion;
import dev.perdure.api.body.RefreshSkill;
import dev.perdure.api.body.SkillChangesBody;
import dev.perdure.api.body.SkillUpload;
import dev.perdure.api.body.SkillVersionBody;
import dev.perdure.api.body.SkillVersionDetail;
import dev.perdure.api.filters.BodyFilter;
import dev.perdure.api.service.CustomSkillService;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Page;
import dev.perdure.core.tenant.Requester;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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

/** The skills that organizations make themselves, and their versions. */
@Path("/skills")
@Tag(name = "skills")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class CustomSkillsResource {

  private final CustomSkillService skills;

  public CustomSkillsResource(CustomSkillService skills) {
    this.skills = skills;
  }

  @POST
  @Requires(SKILLS_WRITE)
  @Idempotent
  @Operation(
      operationId = "createSkill",
      summary = "Make a skill",
      description =
          "Of a bundle with a SKILL.md, an MCP server or an OpenAPI document. What is wrong with"
              + " it is told at once: invalid_skill, with problems by file and line. A bundle may also"
              + " be sent as a ZIP archive, alone or as the one file of a form.")
  @Consumes({MediaType.APPLICATION_JSON, MediaType.MULTIPART_FORM_DATA, SkillUploads.ZIP})
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = CreateSkill.class)),
        @Content(
            mediaType = MediaType.MULTIPART_FORM_DATA,
            schema = @Schema(implementation = SkillUpload.class)),
        @Content(
            mediaType = SkillUploads.ZIP,
            schema = @Schema(types = "string", format = "binary"))
      })
  @AnswersSkillMade
  public Response create(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @Parameter(schema = @Schema(implementation = Boolean.class)) @QueryParam("dry_run")
          @Nullable String dryRun,
      @Parameter(hidden = true) @Nullable CreateSkill body) {
    Requester by = Requesters.of(principal, request);
    return Params.flag("dry_run", dryRun)
        ? Response.ok(skills.check(by, Replies.body(body))).build()
        : created(skills.create(by, Replies.body(body), BodyFilter.idempotency(request)));
  }

  @POST
  @Path("{id}/versions")
  @Requires(SKILLS_WRITE)
  @Idempotent
  @Operation(
      operationId = "createSkillVersion",
      summary = "Add a version to a skill of the organization's own",
      description = "Agents that pinned another version keep it.")
  @Consumes({MediaType.APPLICATION_JSON, MediaType.MULTIPART_FORM_DATA, SkillUploads.ZIP})
  @RequestBody(
      required = false,
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = CreateSkillVersion.class)),
        @Content(
            mediaType = MediaType.MULTIPART_FORM_DATA,
            schema = @Schema(implementation = SkillUpload.class)),
        @Content(
            mediaType = SkillUploads.ZIP,
            schema = @Schema(types = "string", format = "binary"))
      })
  @AnswersSkillMade
  public Response addVersion(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @Parameter(schema = @Schema(implementation = Boolean.class)) @QueryParam("dry_run")
          @Nullable String dryRun,
      @Parameter(
              description =
                  "Whether it becomes the current one at once; true when absent. The field promote"
                      + " of JSON counts before it.",
              schema = @Schema(implementation = Boolean.class))
          @QueryParam("promote")
          @Nullable String promote,
      @Parameter(hidden = true) @Nullable CreateSkillVersion body) {
    Requester by = Requesters.of(principal, request);
    CreateSkillVersion sent = body == null ? CreateSkillVersion.NOTHING : body;
    boolean beside = promote == null || Params.flag("promote", promote);
    CreateSkillVersion given = sent.promote() == null ? sent.withPromote(beside) : sent;
    return Params.flag("dry_run", dryRun)
        ? Response.ok(skills.checkVersion(by, id, given)).build()
        : created(skills.addVersion(by, id, given, BodyFilter.idempotency(request)));
  }

  @GET
  @Path("{id}/versions")
  @Requires(SKILLS_READ)
  @Operation(operationId = "listSkillVersions", summary = "List a skill's versions, newest first")
  @AnswersNotCustom
  public Page<SkillVersionBody> versions(
      @Auth CallerPrincipal principal, @PathParam("id") String id, @BeanParam PageParams page) {
    return skills.versions(principal.caller(), id, page.request());
  }

  @GET
  @Path("{id}/versions/{version}")
  @Requires(SKILLS_READ)
  @Operation(
      operationId = "getSkillVersion",
      summary = "Get one version of a skill, with its tools and files")
  @AnswersNotCustom
  public SkillVersionDetail version(
      @Auth CallerPrincipal principal,
      @PathParam("id") String id,
      @PathParam("version") String version) {
    return skills.version(principal.caller(), id, Ids.version("skill_version", version));
  }

  @POST
  @Path("{id}/versions/{version}/promote")
  @Requires(SKILLS_WRITE)
  @Operation(
      operationId = "promoteSkillVersion",
      summary = "Make a version the current one",
      description = "An earlier one to go back. Felt by the next step of each run.")
  public SkillVersionBody promote(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @PathParam("version") String version) {
    return skills.promote(
        Requesters.of(principal, request), id, Ids.version("skill_version", version));
  }

  @GET
  @Path("{id}/changes")
  @Requires(SKILLS_WRITE)
  @Operation(
      operationId = "getSkillChanges",
      summary = "Ask how what a skill is made of differs from what was accepted",
      description =
          "An MCP server is asked for its tools. Nothing is kept. Of a bundle and a document"
              + " nobody else changes anything.")
  @AnswersNotCustom
  public SkillChangesBody changes(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id) {
    return skills.changes(Requesters.of(principal, request), id);
  }

  @POST
  @Path("{id}/refresh")
  @Requires(SKILLS_WRITE)
  @Operation(
      operationId = "refreshSkill",
      summary = "Accept what a skill is made of now",
      description =
          "Makes a version of it and promotes it; refused with 409 skill_changed_again when it is"
              + " no longer what was looked at. Where nothing differs the current version stays.")
  @ApiResponse(
      responseCode = "201",
      description = "The version that is current now",
      content = @Content(schema = @Schema(implementation = SkillVersionBody.class)))
  public Response refresh(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @Nullable RefreshSkill body) {
    return created(skills.refresh(Requesters.of(principal, request), id, Replies.body(body)));
  }

  @DELETE
  @Path("{id}")
  @Requires(SKILLS_WRITE)
  @Operation(
      operationId = "deleteSkill",
      summary = "Delete a skill of the organization's own",
      description =
          "With all its versions and settings. Refused while an agent's current version names it,"
              + " or a run goes by one that does.")
  @ApiResponse(responseCode = "204", description = "Deleted")
  public void delete(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id) {
    skills.delete(Requesters.of(principal, request), id);
  }

  private static Response created(Created<SkillVersionBody> created) {
    SkillVersionBody version = created.value();
    return Replies.created(
        created, "/v1/skills/" + version.skill() + "/versions/" + version.version());
  }
}
