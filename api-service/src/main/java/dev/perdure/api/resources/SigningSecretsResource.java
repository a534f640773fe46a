package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.KEYS_WRITE;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.NewSigningSecret;
import dev.perdure.api.body.SigningSecretBody;
import dev.perdure.api.signing.SigningSecrets;
import dev.perdure.core.error.PerdureException;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What requests under an API key are signed with. */
@Path("/")
@Tag(name = "admin")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class SigningSecretsResource {

  private static final Duration USUAL_OVERLAP = Duration.ofDays(1);
  private static final Duration LONGEST_OVERLAP = Duration.ofDays(7);

  private final SigningSecrets secrets;

  public SigningSecretsResource(SigningSecrets secrets) {
    this.secrets = secrets;
  }

  @POST
  @Path("admin/api-keys/{id}/signing-secret")
  @Requires(KEYS_WRITE)
  @Operation(
      operationId = "createSigningSecret",
      summary = "Make a signing secret for an API key",
      description =
          "It is shown this once. The one before it is still taken for a while, so that clients can"
              + " be changed over; those before that end.")
  @ApiResponse(
      responseCode = "201",
      description = "Made",
      content = @Content(schema = @Schema(implementation = SigningSecretBody.class)))
  public Response create(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @Nullable NewSigningSecret body) {
    UUID keyId = Ids.apiKey(id);
    SigningSecrets.Made made =
        secrets.make(Requesters.of(principal, request), keyId, overlap(body));
    return Response.status(Response.Status.CREATED)
        .entity(SigningSecretBody.of(keyId, made))
        .build();
  }

  private static Duration overlap(@Nullable NewSigningSecret body) {
    if (body == null || body.overlap() == null) {
      return USUAL_OVERLAP;
    }
    Duration overlap = body.overlap();
    if (overlap.isNegative() || overlap.compareTo(LONGEST_OVERLAP) > 0) {
      throw PerdureException.invalid(
          "invalid_overlap", "overlap must be from PT0S to P7D.", "/overlap");
    }
    return overlap;
  }
}
