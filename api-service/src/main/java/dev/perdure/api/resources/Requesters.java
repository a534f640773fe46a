package dev.perdure.api.resources;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.ClientAddress;
import dev.perdure.core.tenant.Requester;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** Who asks for a change, and from where. */
final class Requesters {

  private static final int LONGEST_AGENT = 300;

  private Requesters() {}

  static Requester of(CallerPrincipal principal, ContainerRequestContext request) {
    return new Requester(principal.caller(), ClientAddress.text(request), userAgent(request));
  }

  /** What the client calls itself, cut where nobody would read on. */
  static @Nullable String userAgent(ContainerRequestContext request) {
    String agent = request.getHeaderString(HttpHeaders.USER_AGENT);
    return agent == null ? null : agent.substring(0, Math.min(agent.length(), LONGEST_AGENT));
  }
}
