package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.AGENTS_READ;
import static dev.perdure.core.tenant.Permission.DATA_EXPORT;
import static dev.perdure.core.tenant.Permission.FILES_READ;
import static dev.perdure.core.tenant.Permission.LOGS_READ;
import static dev.perdure.core.tenant.Permission.RUNS_READ;
import static dev.perdure.core.tenant.Permission.SESSIONS_READ;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.limits.Cost;
import dev.perdure.api.service.ExportService;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Data to take along. */
@Path("/")
@Tag(name = "admin")
@Produces(ExportsResource.JSON_LINES)
public final class ExportsResource {

  static final String JSON_LINES = "application/jsonl";

  private static final String WHOLE =
      "One JSON object a line, each with its type. A file whose last line is not of the type end"
          + " was cut. Values of secrets, hashes and keys are not in it.";

  private final ExportService exports;

  public ExportsResource(ExportService exports) {
    this.exports = exports;
  }

  @GET
  @Path("admin/export")
  @Requires(DATA_EXPORT)
  @Cost(Cost.EXPORT)
  @Operation(
      operationId = "exportOrganization",
      summary = "Take out all data of the caller's organization",
      description = WHOLE)
  @AnswersExport
  public Response organization(
      @Auth CallerPrincipal principal, @Context ContainerRequestContext request) {
    return export(principal, request, null, "organization");
  }

  @GET
  @Path("admin/users/{id}/export")
  @Requires(DATA_EXPORT)
  @Cost(Cost.EXPORT)
  @Operation(
      operationId = "exportUser",
      summary = "Take out all data about and by a user",
      description = WHOLE)
  @AnswersExport
  public Response user(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id) {
    UUID user = Ids.user(id);
    return export(principal, request, user, "user-" + user);
  }

  @GET
  @Path("me/export")
  @Requires({SESSIONS_READ, RUNS_READ, FILES_READ, LOGS_READ, AGENTS_READ})
  @Cost(Cost.EXPORT)
  @Operation(
      operationId = "exportOwnData",
      summary = "Take out all data about and by the caller",
      description = WHOLE)
  @AnswersExport
  public Response own(@Auth CallerPrincipal principal, @Context ContainerRequestContext request) {
    return export(principal, request, principal.caller().userId(), "me");
  }

  private Response export(
      CallerPrincipal principal,
      ContainerRequestContext request,
      @Nullable UUID user,
      String name) {
    return Response.ok(exports.export(Requesters.of(principal, request), user))
        .header("Content-Disposition", "attachment; filename=\"" + name + ".jsonl\"")
        .build();
  }
}
