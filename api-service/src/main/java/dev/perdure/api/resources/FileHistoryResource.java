package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.FILES_READ;
import static dev.perdure.core.tenant.Permission.FILES_WRITE;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.FilesBody;
import dev.perdure.api.body.MoveFiles;
import dev.perdure.api.body.PurgeFiles;
import dev.perdure.api.body.PurgedFiles;
import dev.perdure.api.body.RestoreFiles;
import dev.perdure.api.body.TrashedFileBody;
import dev.perdure.api.service.FileService;
import dev.perdure.core.port.Page;
import dev.perdure.core.workspace.WorkspaceUsage;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What can be done with the files of a session besides reading and writing them. */
@Path("/")
@Tag(name = "files")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class FileHistoryResource {

  private final FileService files;

  public FileHistoryResource(FileService files) {
    this.files = files;
  }

  @GET
  @Path("sessions/{id}/file-versions")
  @Requires(FILES_READ)
  @Operation(
      operationId = "listFileVersions",
      summary = "List the versions of a file that are kept, the present one first")
  @ApiResponse(
      responseCode = "200",
      description = "The files",
      content = @Content(schema = @Schema(implementation = FilesBody.class)))
  @AnswersFileProblems
  public FilesBody versions(
      @Auth CallerPrincipal principal,
      @PathParam("id") String id,
      @Parameter(required = true) @QueryParam("path") @Nullable String path) {
    return files.versions(principal.caller(), Ids.session(id), path);
  }

  @GET
  @Path("sessions/{id}/file-trash")
  @Requires(FILES_READ)
  @Operation(operationId = "listTrashedFiles", summary = "List the files in a session's trash")
  public Page<TrashedFileBody> trash(
      @Auth CallerPrincipal principal,
      @PathParam("id") String id,
      @Parameter(description = "How their paths began.") @QueryParam("prefix")
          @Nullable String prefix,
      @BeanParam PageParams page) {
    return files.trash(
        principal.caller(),
        Ids.session(id),
        Objects.requireNonNullElse(prefix, ""),
        page.request());
  }

  @GET
  @Path("sessions/{id}/file-usage")
  @Requires(FILES_READ)
  @Operation(
      operationId = "getFileUsage",
      summary = "Get what a session's files take, and what they may")
  public WorkspaceUsage usage(@Auth CallerPrincipal principal, @PathParam("id") String id) {
    return files.usage(principal.caller(), Ids.session(id));
  }

  @POST
  @Path("sessions/{id}/move-files")
  @Requires(FILES_WRITE)
  @Operation(
      operationId = "moveFiles",
      summary = "Move a file, or a folder with all below it",
      description = "Gives the files as they are now.")
  public FilesBody move(
      @Auth CallerPrincipal principal, @PathParam("id") String id, @Nullable MoveFiles body) {
    return files.move(principal.caller(), Ids.session(id), Replies.body(body));
  }

  @POST
  @Path("sessions/{id}/restore-files")
  @Requires(FILES_WRITE)
  @Operation(
      operationId = "restoreFiles",
      summary = "Take files out of the trash, or make an old version of a file the present one",
      description =
          "Of several files in the trash that had one path, the one deleted last. Gives the files"
              + " as they are now.")
  public FilesBody restore(
      @Auth CallerPrincipal principal, @PathParam("id") String id, @Nullable RestoreFiles body) {
    return files.restore(principal.caller(), Ids.session(id), Replies.body(body));
  }

  @POST
  @Path("sessions/{id}/purge-files")
  @Requires(FILES_WRITE)
  @Operation(operationId = "purgeFiles", summary = "Empty the trash of a session for good")
  public PurgedFiles purge(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @Nullable PurgeFiles body) {
    return files.purge(
        Requesters.of(principal, request),
        Ids.session(id),
        body == null ? new PurgeFiles(null) : body);
  }
}
