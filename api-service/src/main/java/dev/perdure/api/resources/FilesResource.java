package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.FILES_READ;
import static dev.perdure.core.tenant.Permission.FILES_WRITE;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.FileBody;
import dev.perdure.api.body.FilesBody;
import dev.perdure.api.filters.Upload;
import dev.perdure.api.problem.Problem;
import dev.perdure.api.service.FileService;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.WorkspaceStore;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.workspace.Expected;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.SchemaProperty;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The files of a session. */
@Path("/")
@Tag(name = "files")
@Produces(MediaType.APPLICATION_JSON)
public final class FilesResource {

  private static final String PATH = "The path of the file, with / between its names.";
  private static final String ANY = "*/*";

  private final FileService files;
  private final Downloads downloads;

  public FilesResource(FileService files) {
    this.files = files;
    this.downloads = new Downloads(files);
  }

  @GET
  @Path("sessions/{id}/files")
  @Requires(FILES_READ)
  @Operation(operationId = "listFiles", summary = "List a session's files by path")
  public Page<FileBody> list(
      @Auth CallerPrincipal principal,
      @PathParam("id") String id,
      @Parameter(description = "How the paths begin.") @QueryParam("prefix")
          @Nullable String prefix,
      @BeanParam PageParams page) {
    return files.list(
        principal.caller(),
        Ids.session(id),
        Objects.requireNonNullElse(prefix, ""),
        page.request());
  }

  @POST
  @Path("sessions/{id}/files")
  @Requires(FILES_WRITE)
  @Upload
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @Operation(
      operationId = "uploadFiles",
      summary = "Upload files by a form",
      description =
          "Each part is a file; its filename is the path. The files are stored one after the"
              + " other; when one is refused, those before it are stored.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.MULTIPART_FORM_DATA,
              schema =
                  @Schema(
                      types = "object",
                      requiredProperties = "file",
                      additionalProperties = Schema.AdditionalPropertiesValue.FALSE),
              schemaProperties =
                  @SchemaProperty(
                      name = "file",
                      array =
                          @ArraySchema(
                              minItems = 1,
                              maxItems = UploadForm.MOST_FILES,
                              schema = @Schema(types = "string", format = "binary")))))
  @ApiResponse(
      responseCode = "201",
      description = "Stored",
      content = @Content(schema = @Schema(implementation = FilesBody.class)))
  @AnswersFileProblems
  public Response upload(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @Parameter(description = "The folder to put them into.") @QueryParam("folder")
          @Nullable String folder,
      @Parameter(hidden = true) InputStream body)
      throws IOException {
    Caller caller = principal.caller();
    UUID session = Ids.session(id);
    String below = folder == null || folder.isEmpty() ? "" : folder + "/";
    List<FileBody> stored = new ArrayList<>();
    UploadForm.read(
        Objects.requireNonNullElse(request.getHeaderString(HttpHeaders.CONTENT_TYPE), ""),
        body,
        (name, content) ->
            stored.add(
                FileBody.of(
                    files
                        .write(caller, session, below + name, content, new Expected.Any())
                        .file())));
    return Response.status(201).entity(new FilesBody(stored)).build();
  }

  @GET
  @Path("sessions/{id}/files/{path: .+}")
  @Requires(FILES_READ)
  @Produces(ANY)
  @Operation(
      operationId = "downloadFile",
      summary = "Download a file, or a part of it",
      description =
          "Honours Range (one range), If-Range and If-None-Match. Always as an attachment: a"
              + " browser never runs it.")
  @ApiResponse(
      responseCode = "200",
      description = "The content",
      headers = @Header(name = "ETag", schema = @Schema(types = "string")),
      content = @Content(mediaType = ANY, schema = @Schema(types = "string", format = "binary")))
  @ApiResponse(
      responseCode = "206",
      description = "The range",
      content = @Content(mediaType = ANY, schema = @Schema(types = "string", format = "binary")))
  @ApiResponse(responseCode = "304", description = "The content is the one that is known")
  @ApiResponse(
      responseCode = "416",
      description = "The content ends before the range",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  @AnswersFileProblems
  public Response download(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @Parameter(description = PATH) @PathParam("path") String path,
      @Parameter(
              description = "Which version; the present one when absent.",
              schema = @Schema(implementation = Integer.class, minimum = "1"))
          @QueryParam("version")
          @Nullable String version) {
    Caller caller = principal.caller();
    return downloads.of(
        caller,
        files.get(caller, Ids.session(id), path, Params.number("version", version)),
        request);
  }

  @PUT
  @Path("sessions/{id}/files/{path: .+}")
  @Requires(FILES_WRITE)
  @Upload
  @Consumes(ANY)
  @Operation(
      operationId = "putFile",
      summary = "Write a file",
      description =
          "The body is its content; none is an empty file. The same content again makes no new version. Honours If-Match,"
              + " and If-None-Match: * for a file that must not be there.")
  @RequestBody(
      // without one the file is empty
      required = false,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_OCTET_STREAM,
              schema = @Schema(types = "string", format = "binary")))
  @ApiResponse(
      responseCode = "200",
      description = "The file has that content",
      content = @Content(schema = @Schema(implementation = FileBody.class)))
  @ApiResponse(
      responseCode = "201",
      description = "There is a file now",
      content = @Content(schema = @Schema(implementation = FileBody.class)))
  @AnswersFileProblems
  public Response put(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @Parameter(description = PATH) @PathParam("path") String path,
      @Parameter(hidden = true) @Nullable InputStream body) {
    UUID session = Ids.session(id);
    WorkspaceStore.Written written =
        files.write(
            principal.caller(),
            session,
            path,
            body == null ? InputStream.nullInputStream() : body,
            ContentTags.expected(request));
    return Response.status(written.created() ? 201 : 200)
        .header(HttpHeaders.ETAG, ContentTags.tag(written.file().contentId()))
        .entity(FileBody.of(written.file()))
        .build();
  }

  @DELETE
  @Path("sessions/{id}/files/{path: .+}")
  @Requires(FILES_WRITE)
  @Operation(
      operationId = "deleteFile",
      summary = "Move a file, or a folder with all below it, to the trash",
      description = "Honours If-Match for a file.")
  @ApiResponse(
      responseCode = "200",
      description = "The files",
      content = @Content(schema = @Schema(implementation = FilesBody.class)))
  @AnswersFileProblems
  public FilesBody delete(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @Parameter(description = PATH) @PathParam("path") String path) {
    return files.delete(principal.caller(), Ids.session(id), path, ContentTags.expected(request));
  }
}
