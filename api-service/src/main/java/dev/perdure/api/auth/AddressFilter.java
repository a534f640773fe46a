package dev.perdure.api.auth;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.tenant.Credential;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.net.InetAddress;

/**
 * Lets an API key through only from the networks it may be used from, and notes its use. Who is
 * refused is counted by address, like who shows a key that is none.
 */
@Priority(Priorities.AUTHENTICATION + 2)
public final class AddressFilter implements ContainerRequestFilter {

  private static final String REFUSED = "perdure.address-refused";

  private final KeyAuthenticator keys;

  public AddressFilter(KeyAuthenticator keys) {
    this.keys = keys;
  }

  /** Whether this request's key was refused for where it came from. */
  public static boolean refused(ContainerRequestContext request) {
    return request.getProperty(REFUSED) != null;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (request.getSecurityContext().getUserPrincipal() instanceof CallerPrincipal principal
        && principal.caller().credential().kind() == Credential.Kind.API_KEY) {
      InetAddress from = ClientAddress.of(request).orElse(null);
      if (!keys.admits(principal.caller().credential().id(), from)) {
        request.setProperty(REFUSED, true);
        throw new PerdureException(
            new PerdureError.Forbidden(
                "address_not_allowed", "The API key may not be used from this address."));
      }
    }
  }
}
