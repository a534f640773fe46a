package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.LOGS_READ;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.LogEntry;
import dev.perdure.api.service.LogService;
import dev.perdure.core.port.Page;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Execution logs. */
@Path("/")
@Tag(name = "logs")
@Produces(MediaType.APPLICATION_JSON)
public final class LogsResource {

  private final LogService logs;

  public LogsResource(LogService logs) {
    this.logs = logs;
  }

  @GET
  @Path("runs/{id}/logs")
  @Requires(LOGS_READ)
  @Operation(operationId = "listRunLogs", summary = "List what happened in a run, in order")
  public Page<LogEntry> ofRun(
      @Auth CallerPrincipal principal, @PathParam("id") String id, @BeanParam PageParams page) {
    return logs.ofRun(principal.caller(), Ids.run(id), page.request());
  }

  @GET
  @Path("sessions/{id}/logs")
  @Requires(LOGS_READ)
  @Operation(operationId = "listSessionLogs", summary = "List what happened in a session, in order")
  public Page<LogEntry> ofSession(
      @Auth CallerPrincipal principal, @PathParam("id") String id, @BeanParam PageParams page) {
    return logs.ofSession(principal.caller(), Ids.session(id), page.request());
  }
}
