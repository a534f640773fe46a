package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.SECRETS_READ;
import static dev.perdure.core.tenant.Permission.SECRETS_WRITE;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.ModelCredentialBody;
import dev.perdure.api.body.PutModelCredential;
import dev.perdure.api.service.SecretService;
import dev.perdure.core.port.Page;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** The organization's own keys at model providers. */
@Path("/admin/model-credentials")
@Tag(name = "admin")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class ModelCredentialsResource {

  private final SecretService secrets;

  public ModelCredentialsResource(SecretService secrets) {
    this.secrets = secrets;
  }

  @GET
  @Requires(SECRETS_READ)
  @Operation(
      operationId = "listModelCredentials",
      summary = "List the model providers the organization has a key of its own at",
      description = "The keys are never read back.")
  public Page<ModelCredentialBody> list(@Auth CallerPrincipal principal) {
    return new Page<>(secrets.credentials(principal.caller()), null);
  }

  @GET
  @Path("{provider}")
  @Requires(SECRETS_READ)
  @Operation(
      operationId = "getModelCredential",
      summary = "Get a model credential, without its key")
  public ModelCredentialBody get(
      @Auth CallerPrincipal principal, @PathParam("provider") String provider) {
    return secrets.credential(principal.caller(), provider);
  }

  @PUT
  @Path("{provider}")
  @Requires(SECRETS_WRITE)
  @Operation(
      operationId = "putModelCredential",
      summary = "Give the organization a key of its own at a model provider",
      description = "In place of the one it may have had. The next model call is made with it.")
  public ModelCredentialBody put(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("provider") String provider,
      @Nullable PutModelCredential body) {
    return secrets.put(
        principal.caller(), Actors.of(principal, request), provider, Replies.body(body));
  }

  @DELETE
  @Path("{provider}")
  @Requires(SECRETS_WRITE)
  @Operation(
      operationId = "deleteModelCredential",
      summary = "Take the organization's own key away",
      description = "The installation's key, if it has one, is used again.")
  @ApiResponse(responseCode = "204", description = "Removed")
  public void delete(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("provider") String provider) {
    secrets.remove(principal.caller(), Actors.of(principal, request), provider);
  }
}
