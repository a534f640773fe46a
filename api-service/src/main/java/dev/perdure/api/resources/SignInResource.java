package dev.perdure.api.resources;

import dev.perdure.api.auth.Open;
import dev.perdure.api.auth.console.Client;
import dev.perdure.api.auth.console.ConsoleCookie;
import dev.perdure.api.auth.console.ConsoleGuard;
import dev.perdure.api.auth.console.ConsoleLogins;
import dev.perdure.api.auth.console.CookieText;
import dev.perdure.api.body.SignInBody;
import dev.perdure.api.body.SignInMethods;
import dev.perdure.core.error.PerdureException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Signs people in to the console and out again. */
@Path("/auth")
@Tag(name = "auth")
@Produces(MediaType.APPLICATION_JSON)
public final class SignInResource {

  private final SignInMethods methods;
  private final ConsoleLogins logins;
  private final ConsoleCookie cookie;
  private final ConsoleGuard guard;

  public SignInResource(
      SignInMethods methods, ConsoleLogins logins, ConsoleCookie cookie, ConsoleGuard guard) {
    this.methods = methods;
    this.logins = logins;
    this.cookie = cookie;
    this.guard = guard;
  }

  @GET
  @Path("methods")
  @Open("the sign-in page asks before anybody is known")
  @Operation(operationId = "listSignInMethods", summary = "Tell how people can sign in")
  public SignInMethods methods() {
    return methods;
  }

  @POST
  @Path("session")
  @Consumes(MediaType.APPLICATION_JSON)
  @Open("the body says who it is")
  @Operation(
      operationId = "signIn",
      summary = "Exchange an API key for the console's cookie",
      description = "Wants the header X-Perdure-Console: 1. Programs send their key instead.")
  @ApiResponse(responseCode = "204", description = "Signed in")
  @ApiResponse(responseCode = "403", description = "Forbidden")
  public Response signIn(
      @Nullable SignInBody body,
      @Parameter(hidden = true) @Context ContainerRequestContext request) {
    guard.check(request);
    String apiKey = Replies.body(body).apiKey();
    if (apiKey == null) {
      throw PerdureException.invalid("field_required", "api_key is missing.", "/api_key");
    }
    Client client = Client.of(request);
    CookieText opened = logins.signIn(apiKey.strip(), client);
    cookie.read(request).ifPresent(old -> logins.signOut(old, client));
    return Response.noContent()
        .cookie(cookie.keep(request, opened.text(), logins.lifetime()))
        .build();
  }

  @DELETE
  @Path("session")
  @Open("who is signed out already may sign out again")
  @Operation(
      operationId = "signOut",
      summary = "End the console session of the cookie",
      description = "Wants the header X-Perdure-Console: 1.")
  @ApiResponse(responseCode = "204", description = "Signed out")
  @ApiResponse(responseCode = "403", description = "Forbidden")
  public Response signOut(@Parameter(hidden = true) @Context ContainerRequestContext request) {
    guard.check(request);
    cookie.read(request).ifPresent(shown -> logins.signOut(shown, Client.of(request)));
    return Response.noContent().cookie(cookie.forget(request)).build();
  }
}
