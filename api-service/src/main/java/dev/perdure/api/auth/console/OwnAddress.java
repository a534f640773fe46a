package dev.perdure.api.auth.console;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The address under which people reach this service. */
public final class OwnAddress {

  private final @Nullable URI configured;

  /**
   * @param configured such as {@code https://perdure.example.com}; without it, each request tells
   */
  public OwnAddress(Optional<URI> configured) {
    this.configured = configured.orElse(null);
  }

  /** Whether the browser speaks TLS, to us or to the proxy before us. */
  public boolean secure(ContainerRequestContext request) {
    return configured == null
        ? request.getSecurityContext().isSecure()
            || "https".equals(request.getUriInfo().getRequestUri().getScheme())
        : "https".equals(configured.getScheme());
  }

  /** Whether a page of this origin, as a browser names it, is one of ours. */
  public boolean isOrigin(ContainerRequestContext request, String origin) {
    if (configured != null) {
      return origin.equals(configured.getScheme() + "://" + configured.getRawAuthority());
    }
    // A proxy may speak TLS for us: the scheme is not known.
    String host = request.getHeaderString("Host");
    return host != null
        && origin.replaceFirst("^https?://", "").equals(host.toLowerCase(Locale.ROOT));
  }

  /** An address of ours, from where the browser is. */
  public String resolve(ContainerRequestContext request, String path) {
    if (configured != null) {
      return configured.getScheme() + "://" + configured.getRawAuthority() + path;
    }
    URI asked = request.getUriInfo().getRequestUri();
    return asked.getScheme() + "://" + asked.getRawAuthority() + path;
  }
}
