package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.RUNS_READ;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.ArtifactBody;
import dev.perdure.api.body.ArtifactsBody;
import dev.perdure.api.body.EffectsBody;
import dev.perdure.api.service.RecordService;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** What runs leave behind besides their transcript. */
@Path("/")
@Tag(name = "runs")
@Produces(MediaType.APPLICATION_JSON)
public final class RunRecordsResource {

  private static final int ALL = 16 * 1024 * 1024;

  private final RecordService records;

  public RunRecordsResource(RecordService records) {
    this.records = records;
  }

  @GET
  @Path("runs/{id}/effects")
  @Requires(RUNS_READ)
  @Operation(
      operationId = "listEffects",
      summary = "List a run's effect ledger",
      description = "Calls of tools that change something outside, and what became of each.")
  public EffectsBody effects(@Auth CallerPrincipal principal, @PathParam("id") String id) {
    return new EffectsBody(records.effects(principal.caller(), Ids.run(id)));
  }

  @GET
  @Path("runs/{id}/artifacts")
  @Requires(RUNS_READ)
  @Operation(
      operationId = "listArtifacts",
      summary = "List a run's artifacts",
      description = "Results too large for a transcript.")
  public ArtifactsBody artifacts(@Auth CallerPrincipal principal, @PathParam("id") String id) {
    return new ArtifactsBody(records.artifacts(principal.caller(), Ids.run(id)));
  }

  @GET
  @Path("artifacts/{id}")
  @Requires(RUNS_READ)
  @Operation(operationId = "getArtifact", summary = "Get what is known of an artifact")
  public ArtifactBody artifact(@Auth CallerPrincipal principal, @PathParam("id") String id) {
    return records.artifact(principal.caller(), Ids.artifact(id));
  }

  @GET
  @Path("artifacts/{id}/content")
  @Produces(MediaType.TEXT_PLAIN)
  @Requires(RUNS_READ)
  @Operation(
      operationId = "getArtifactContent",
      summary = "Download an artifact, or a part of it",
      description = "Always as plain text, whatever it is: a browser never runs it.")
  @ApiResponse(
      responseCode = "200",
      description = "The text; empty past its end",
      content = @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(types = "string")))
  public Response content(
      @Auth CallerPrincipal principal,
      @PathParam("id") String id,
      @Parameter(
              description = "The first character, counted from 0.",
              schema = @Schema(implementation = Integer.class, minimum = "0"))
          @QueryParam("offset")
          @Nullable String offset,
      @Parameter(
              description = "The most characters; all when absent.",
              schema = @Schema(implementation = Integer.class, minimum = "1", maximum = "16777216"))
          @QueryParam("length")
          @Nullable String length) {
    String text =
        records.text(
            principal.caller(),
            Ids.artifact(id),
            number("offset", offset, 0, Integer.MAX_VALUE),
            number("length", length, ALL, ALL));
    return Response.ok(text)
        .type(MediaType.TEXT_PLAIN_TYPE.withCharset("utf-8"))
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"artifact-" + id + ".txt\"")
        .header("Content-Security-Policy", "default-src 'none'; sandbox")
        .build();
  }

  private static int number(String name, @Nullable String text, int absent, int most) {
    Integer number = Params.number(name, text);
    if (number == null) {
      return absent;
    }
    int least = name.equals("offset") ? 0 : 1;
    if (number < least || number > most) {
      throw Params.invalid(name, "must be from " + least + " to " + most);
    }
    return number;
  }
}
