package dev.perdure.api.resources;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.ApiKeyBody;
import dev.perdure.api.service.ApiKeyService;
import dev.perdure.core.port.ApiKeyStore.KeyFilter;
import dev.perdure.core.port.Page;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
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
import org.jspecify.annotations.Nullable;

/** The caller's own API keys, which nobody needs a permission to see and to end. */
@Path("/")
@Tag(name = "admin")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class OwnApiKeysResource {

  private final ApiKeyService keys;

  public OwnApiKeysResource(ApiKeyService keys) {
    this.keys = keys;
  }

  @GET
  @Path("me/api-keys")
  @Requires({})
  @Operation(operationId = "listOwnApiKeys", summary = "List one's own API keys, newest first")
  public Page<ApiKeyBody> list(
      @Auth CallerPrincipal principal,
      @Parameter(
              description = "Only those that can be used now.",
              schema = @Schema(implementation = Boolean.class))
          @QueryParam("active")
          @Nullable String active,
      @BeanParam PageParams page) {
    KeyFilter own = new KeyFilter(principal.caller().userId(), Params.flag("active", active));
    return keys.list(principal.caller(), own, page.request());
  }

  @POST
  @Path("me/api-keys/{id}/revoke")
  @Requires({})
  @Operation(operationId = "revokeOwnApiKey", summary = "End an API key of one's own for good")
  public ApiKeyBody revoke(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id) {
    return keys.revoke(Requesters.of(principal, request), Ids.apiKey(id), true);
  }
}
