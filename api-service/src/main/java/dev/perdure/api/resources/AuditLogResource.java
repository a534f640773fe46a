package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.AUDIT_READ;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.AuditEntryBody;
import dev.perdure.api.service.AuditService;
import dev.perdure.core.port.Page;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Who changed what. */
@Path("/")
@Tag(name = "admin")
@Produces(MediaType.APPLICATION_JSON)
public final class AuditLogResource {

  private static final String JSON_LINES = "application/jsonl";

  private final AuditService audit;

  public AuditLogResource(AuditService audit) {
    this.audit = audit;
  }

  @GET
  @Path("admin/audit-log")
  @Requires(AUDIT_READ)
  @Operation(operationId = "searchAuditLog", summary = "Search changes, the latest first")
  public Page<AuditEntryBody> search(
      @Auth CallerPrincipal principal, @BeanParam AuditParams wanted, @BeanParam PageParams page) {
    return audit.search(principal.caller(), wanted.filter(), page.request());
  }

  @GET
  @Path("admin/audit-log/export")
  @Produces(JSON_LINES)
  @Requires(AUDIT_READ)
  @Operation(
      operationId = "exportAuditLog",
      summary = "Write all changes a search finds, one JSON object a line")
  @ApiResponse(
      responseCode = "200",
      description = "The changes, the latest first",
      content = @Content(mediaType = JSON_LINES, schema = @Schema(types = "string")))
  public Response export(@Auth CallerPrincipal principal, @BeanParam AuditParams wanted) {
    return Response.ok(audit.export(principal.caller(), wanted.filter()))
        .header("Content-Disposition", "attachment; filename=\"audit-log.jsonl\"")
        .build();
  }
}
