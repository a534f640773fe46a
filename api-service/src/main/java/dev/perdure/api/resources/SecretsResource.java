package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.SECRETS_READ;
import static dev.perdure.core.tenant.Permission.SECRETS_WRITE;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.CreateSecret;
import dev.perdure.api.body.SecretBody;
import dev.perdure.api.body.UpdateSecret;
import dev.perdure.api.service.SecretService;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Page;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Secrets of the organization, which its tools get by their names. */
@Path("/admin/secrets")
@Tag(name = "admin")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class SecretsResource {

  private final SecretService secrets;

  public SecretsResource(SecretService secrets) {
    this.secrets = secrets;
  }

  @POST
  @Requires(SECRETS_WRITE)
  @Operation(operationId = "createSecret", summary = "Keep a secret")
  @ApiResponse(
      responseCode = "201",
      description = "Made",
      content = @Content(schema = @Schema(implementation = SecretBody.class)))
  public Response create(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @Nullable CreateSecret body) {
    SecretBody made =
        secrets.create(principal.caller(), Actors.of(principal, request), Replies.body(body));
    return Replies.created(new Created<>(made, false), "/v1/admin/secrets/" + made.name());
  }

  @GET
  @Requires(SECRETS_READ)
  @Operation(
      operationId = "listSecrets",
      summary = "List secrets by name",
      description = "Their values are never read back.")
  public Page<SecretBody> list(@Auth CallerPrincipal principal, @BeanParam PageParams page) {
    return secrets.list(principal.caller(), page.request());
  }

  @GET
  @Path("{name}")
  @Requires(SECRETS_READ)
  @Operation(operationId = "getSecret", summary = "Get a secret, without its value")
  public SecretBody get(@Auth CallerPrincipal principal, @PathParam("name") String name) {
    return secrets.get(principal.caller(), name);
  }

  @PATCH
  @Path("{name}")
  @Requires(SECRETS_WRITE)
  @Operation(operationId = "updateSecret", summary = "Give a secret another value or description")
  public SecretBody update(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("name") String name,
      @Nullable UpdateSecret body) {
    return secrets.update(
        principal.caller(), Actors.of(principal, request), name, Replies.body(body));
  }

  @DELETE
  @Path("{name}")
  @Requires(SECRETS_WRITE)
  @Operation(operationId = "deleteSecret", summary = "Remove a secret for good")
  @ApiResponse(responseCode = "204", description = "Removed")
  public void delete(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("name") String name) {
    secrets.delete(principal.caller(), Actors.of(principal, request), name);
  }
}
