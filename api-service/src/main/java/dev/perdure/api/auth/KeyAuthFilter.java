package dev.perdure.api.auth;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import io.dropwizard.auth.AuthFilter;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;

/** Reads {@code Authorization: Bearer <API key>}. */
@Priority(Priorities.AUTHENTICATION)
final class KeyAuthFilter extends AuthFilter<String, CallerPrincipal> {

  private static final String SCHEME = "Bearer ";

  @Override
  public void filter(ContainerRequestContext request) {
    String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
    if (header == null) {
      throw unauthenticated(
          "credentials_missing", "Send an API key as \"Authorization: Bearer pdr_…\".");
    }
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        || !authenticate(request, header.substring(SCHEME.length()).strip(), "BEARER")) {
      throw unauthenticated(
          "credentials_invalid", "The API key is not known, has expired, or was revoked.");
    }
  }

  private static PerdureException unauthenticated(String code, String message) {
    return new PerdureException(new PerdureError.Unauthenticated(code, message));
  }

  static final class Builder extends AuthFilterBuilder<String, CallerPrincipal, KeyAuthFilter> {
    @Override
    protected KeyAuthFilter newInstance() {
      return new KeyAuthFilter();
    }
  }
}
