package dev.perdure.api.auth;

import dev.perdure.api.auth.console.ConsoleCookie;
import dev.perdure.api.auth.console.ConsoleGuard;
import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import io.dropwizard.auth.AuthFilter;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code Authorization: Bearer <API key or token>}, else the console's cookie. Nothing is
 * read from the address: what stands there ends up in logs and histories.
 */
@Priority(Priorities.AUTHENTICATION)
final class ShownAuthFilter extends AuthFilter<Shown, CallerPrincipal> {

  private static final String SCHEME = "Bearer ";

  private final ConsoleCookie cookie;
  private final ConsoleGuard guard;

  private ShownAuthFilter(ConsoleCookie cookie, ConsoleGuard guard) {
    this.cookie = cookie;
    this.guard = guard;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
    Optional<Shown> shown = header == null ? cookie(request) : Optional.of(bearer(request, header));
    if (shown.isEmpty()) {
      throw unauthenticated(
          "credentials_missing",
          "Send an API key or a token as \"Authorization: Bearer …\", or sign in to the console.");
    }
    if (!authenticate(request, shown.get(), scheme(shown.get()))) {
      throw refused(shown.get());
    }
    LateFilter.letIn(request);
  }

  /** A browser sends the cookie by itself, so what changes something must have been meant. */
  private Optional<Shown> cookie(ContainerRequestContext request) {
    Optional<Shown> shown = cookie.read(request).map(text -> new Shown.Cookie(text, from(request)));
    shown.ifPresent(_ -> guard.check(request));
    return shown;
  }

  private static Shown bearer(ContainerRequestContext request, String header) {
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw refused(null);
    }
    return Shown.bearer(header.substring(SCHEME.length()).strip(), from(request));
  }

  private static @Nullable InetAddress from(ContainerRequestContext request) {
    return ClientAddress.of(request).orElse(null);
  }

  private static String scheme(Shown shown) {
    return shown instanceof Shown.Cookie ? "COOKIE" : "BEARER";
  }

  private static PerdureException refused(@Nullable Shown shown) {
    return switch (shown) {
      case Shown.Token _ ->
          unauthenticated(
              "credentials_invalid", "The token is not valid, not for this service, or expired.");
      case Shown.Cookie _ ->
          unauthenticated("session_expired", "Sign in again: this console session has ended.");
      case null, default ->
          unauthenticated(
              "credentials_invalid", "The API key is not known, has expired, or was revoked.");
    };
  }

  private static PerdureException unauthenticated(String code, String message) {
    return new PerdureException(new PerdureError.Unauthenticated(code, message));
  }

  static final class Builder extends AuthFilterBuilder<Shown, CallerPrincipal, ShownAuthFilter> {

    private final ConsoleCookie cookie;
    private final ConsoleGuard guard;

    Builder(ConsoleCookie cookie, ConsoleGuard guard) {
      this.cookie = cookie;
      this.guard = guard;
    }

    @Override
    protected ShownAuthFilter newInstance() {
      return new ShownAuthFilter(cookie, guard);
    }
  }
}
