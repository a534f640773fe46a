package dev.perdure.api.resources;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.NewToken;
import dev.perdure.api.body.TokenBody;
import dev.perdure.api.service.TokenService;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Tokens of our own. */
@Path("/tokens")
@Tag(name = "auth")
@Produces(MediaType.APPLICATION_JSON)
public final class TokensResource {

  private final TokenService tokens;

  public TokensResource(TokenService tokens) {
    this.tokens = tokens;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Requires({})
  @Operation(
      operationId = "createToken",
      summary = "Make a short-lived token from an API key or a console session",
      description =
          "It does what the caller may at most, and ends with the key and the user it was made"
              + " from.")
  @ApiResponse(
      responseCode = "201",
      description = "Made",
      content = @Content(schema = @Schema(implementation = TokenBody.class)))
  @ApiResponse(responseCode = "403", description = "Forbidden")
  public Response create(@Auth CallerPrincipal principal, @Nullable NewToken body) {
    return Response.status(201)
        .entity(tokens.create(principal.caller(), body == null ? NewToken.PLAIN : body))
        .build();
  }
}
