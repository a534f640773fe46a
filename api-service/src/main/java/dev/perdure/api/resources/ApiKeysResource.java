package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.KEYS_READ;
import static dev.perdure.core.tenant.Permission.KEYS_WRITE;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.ApiKeyBody;
import dev.perdure.api.body.CreateApiKey;
import dev.perdure.api.body.NewApiKey;
import dev.perdure.api.body.RotateApiKey;
import dev.perdure.api.body.UpdateApiKey;
import dev.perdure.api.filters.BodyFilter;
import dev.perdure.api.service.ApiKeyService;
import dev.perdure.core.port.ApiKeyStore.KeyFilter;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Page;
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
import jakarta.ws.rs.PATCH;
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

/** API keys of the organization, and the rotation of each. */
@Path("/")
@Tag(name = "admin")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class ApiKeysResource {

  private final ApiKeyService keys;

  public ApiKeysResource(ApiKeyService keys) {
    this.keys = keys;
  }

  @GET
  @Path("admin/api-keys")
  @Requires(KEYS_READ)
  @Operation(operationId = "listApiKeys", summary = "List API keys, newest first")
  public Page<ApiKeyBody> list(
      @Auth CallerPrincipal principal,
      @Parameter(schema = @Schema(type = "string", format = "uuid")) @QueryParam("user_id")
          @Nullable String userId,
      @Parameter(
              description = "Only those that can be used now.",
              schema = @Schema(implementation = Boolean.class))
          @QueryParam("active")
          @Nullable String active,
      @BeanParam PageParams page) {
    KeyFilter filter = new KeyFilter(Params.uuid("user_id", userId), Params.flag("active", active));
    return keys.list(principal.caller(), filter, page.request());
  }

  @GET
  @Path("admin/api-keys/{id}")
  @Requires(KEYS_READ)
  @Operation(operationId = "getApiKey", summary = "Get an API key, without its secret")
  public ApiKeyBody get(@Auth CallerPrincipal principal, @PathParam("id") String id) {
    return keys.get(principal.caller(), Ids.apiKey(id));
  }

  @POST
  @Path("admin/api-keys")
  @Requires(KEYS_WRITE)
  @Idempotent
  @Operation(
      operationId = "createApiKey",
      summary = "Make an API key",
      description =
          "The secret is told once: the answer to a repeated request is without it. Nobody makes a"
              + " key that could do more than they can.")
  @ApiResponse(
      responseCode = "201",
      description = "Made",
      content = @Content(schema = @Schema(implementation = NewApiKey.class)))
  public Response create(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @Nullable CreateApiKey body) {
    return made(
        keys.create(
            Requesters.of(principal, request),
            Replies.body(body),
            BodyFilter.idempotency(request)));
  }

  @PATCH
  @Path("admin/api-keys/{id}")
  @Requires(KEYS_WRITE)
  @Operation(
      operationId = "updateApiKey",
      summary = "Change an API key's name, addresses, signature or expiry")
  public ApiKeyBody update(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @Nullable UpdateApiKey body) {
    return keys.update(Requesters.of(principal, request), Ids.apiKey(id), Replies.body(body));
  }

  @POST
  @Path("admin/api-keys/{id}/rotate")
  @Requires(KEYS_WRITE)
  @Idempotent
  @Operation(
      operationId = "rotateApiKey",
      summary = "Replace an API key",
      description =
          "The new key does the same. The old one stays valid for the overlap, a day when no other"
              + " is wanted.")
  @ApiResponse(
      responseCode = "201",
      description = "Made",
      content = @Content(schema = @Schema(implementation = NewApiKey.class)))
  public Response rotate(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @Nullable RotateApiKey body) {
    return made(
        keys.rotate(
            Requesters.of(principal, request),
            Ids.apiKey(id),
            body,
            BodyFilter.idempotency(request)));
  }

  @POST
  @Path("admin/api-keys/{id}/revoke")
  @Requires(KEYS_WRITE)
  @Operation(
      operationId = "revokeApiKey",
      summary = "End an API key for good",
      description = "Within a second no server takes it any more.")
  public ApiKeyBody revoke(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id) {
    return keys.revoke(Requesters.of(principal, request), Ids.apiKey(id), false);
  }

  private static Response made(Created<NewApiKey> created) {
    return Replies.created(created, "/v1/admin/api-keys/" + created.value().apiKey().id());
  }
}
