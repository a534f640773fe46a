package dev.perdure.api.auth.console;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Set;

/**
 * Refuses what another site has a browser do with the console's cookie, or that would sign somebody
 * in as somebody else. A form can't set the header, and a script of another site may only where
 * CORS allows it; what browsers say of where a request comes from must fit too.
 */
public final class ConsoleGuard {

  /** The header that the console's pages send with what changes something. */
  public static final String HEADER = "X-Perdure-Console";

  private static final Set<String> SAFE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private final OwnAddress address;

  public ConsoleGuard(OwnAddress address) {
    this.address = address;
  }

  /**
   * Lets reading pass, and changes that a page of ours asks for.
   *
   * @throws PerdureException {@code csrf_refused}, 403
   */
  public void check(ContainerRequestContext request) {
    if (SAFE.contains(request.getMethod()) || ours(request)) {
      return;
    }
    throw new PerdureException(
        new PerdureError.Forbidden(
            "csrf_refused",
            "A change under the console's cookie must come from the console, with the header "
                + HEADER
                + ". Programs send an API key."));
  }

  private boolean ours(ContainerRequestContext request) {
    String site = request.getHeaderString("Sec-Fetch-Site");
    String origin = request.getHeaderString("Origin");
    return "1".equals(request.getHeaderString(HEADER))
        && (site == null || site.equals("same-origin"))
        && (origin == null || address.isOrigin(request, origin));
  }
}
