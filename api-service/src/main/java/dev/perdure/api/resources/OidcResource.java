package dev.perdure.api.resources;

import dev.perdure.api.auth.Open;
import dev.perdure.api.auth.console.Client;
import dev.perdure.api.auth.console.ConsoleCookie;
import dev.perdure.api.auth.console.ConsoleLogins;
import dev.perdure.api.auth.console.OwnAddress;
import dev.perdure.api.auth.oidc.OidcLogin;
import dev.perdure.api.auth.oidc.OwnPath;
import dev.perdure.core.tenant.Access;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing in to the console at an OIDC provider. Browsers come here; they are led on always. */
@Path("/auth/oidc")
@Tag(name = "auth")
public final class OidcResource {

  /** Where signing in begins. */
  public static final String BEGIN = "/v1/auth/oidc/login";

  private static final Logger LOG = LoggerFactory.getLogger(OidcResource.class);
  private static final String CALLBACK = "/v1/auth/oidc/callback";

  private final OidcLogin oidc;
  private final ConsoleLogins logins;
  private final ConsoleCookie session;
  private final ConsoleCookie pending;
  private final OwnAddress address;

  /**
   * @param pending the cookie for the time at the provider
   */
  public OidcResource(
      OidcLogin oidc,
      ConsoleLogins logins,
      ConsoleCookie session,
      ConsoleCookie pending,
      OwnAddress address) {
    this.oidc = oidc;
    this.logins = logins;
    this.session = session;
    this.pending = pending;
    this.address = address;
  }

  @GET
  @Path("login")
  @Open("nobody is known before they signed in")
  @Operation(operationId = "beginOidc", summary = "Lead a browser to the OIDC provider")
  @ApiResponse(responseCode = "303", description = "To the provider, or back to the sign-in page")
  public Response begin(
      @QueryParam("next") @Nullable String next,
      @Parameter(hidden = true) @Context ContainerRequestContext request) {
    String page = OwnPath.orStart(next);
    try {
      OidcLogin.Begun begun = oidc.begin(address.resolve(request, CALLBACK), page);
      return Response.seeOther(begun.address())
          .cookie(pending.keep(request, begun.kept(), oidc.patience()))
          .build();
    } catch (IOException e) {
      return refused("unavailable", page, e).build();
    }
  }

  @GET
  @Path("callback")
  @Open("the provider says who it is")
  @Operation(operationId = "finishOidc", summary = "Take a browser back from the OIDC provider")
  @ApiResponse(responseCode = "303", description = "To the page asked for, or to sign in again")
  public Response finish(
      @QueryParam("state") @Nullable String state,
      @QueryParam("code") @Nullable String code,
      @QueryParam("iss") @Nullable String from,
      @Parameter(hidden = true) @Context ContainerRequestContext request) {
    String kept = pending.read(request).orElse(null);
    String page = oidc.next(kept);
    Response.ResponseBuilder answer;
    try {
      Optional<Access> user =
          kept == null || state == null || code == null
              ? Optional.empty()
              : oidc.finish(kept, state, code, from, address.resolve(request, CALLBACK));
      answer =
          user.map(access -> signedIn(access, page, request))
              .orElseGet(() -> refused("refused", page, null));
    } catch (IOException e) {
      answer = refused("unavailable", page, e);
    }
    // A login ends once, whichever way.
    return answer.cookie(pending.forget(request)).build();
  }

  private Response.ResponseBuilder signedIn(
      Access access, String page, ContainerRequestContext request) {
    Client client = Client.of(request);
    String opened = logins.signIn(access, client).text();
    session.read(request).ifPresent(old -> logins.signOut(old, client));
    return Response.seeOther(URI.create(page))
        .cookie(session.keep(request, opened, logins.lifetime()));
  }

  private static Response.ResponseBuilder refused(
      String why, String page, @Nullable IOException cause) {
    if (cause != null) {
      LOG.warn("the OIDC provider can't be asked: {}", cause.toString());
    }
    String next = URLEncoder.encode(page, StandardCharsets.UTF_8);
    return Response.seeOther(URI.create("/sign-in/?oidc=" + why + "&next=" + next));
  }
}
