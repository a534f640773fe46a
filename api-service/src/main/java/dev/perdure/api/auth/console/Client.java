package dev.perdure.api.auth.console;

import dev.perdure.api.auth.ClientAddress;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.Caller;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody signs in from, for the audit log.
 *
 * @param userAgent what the browser calls itself
 */
public record Client(@Nullable InetAddress address, @Nullable String userAgent) {

  private static final int LONGEST = 300;

  /** The client of a request. */
  public static Client of(ContainerRequestContext request) {
    String agent = request.getHeaderString(HttpHeaders.USER_AGENT);
    return new Client(
        ClientAddress.of(request).orElse(null),
        agent == null || agent.length() <= LONGEST ? agent : agent.substring(0, LONGEST));
  }

  Actor actor(Caller caller) {
    return Actor.of(caller, address == null ? null : address.getHostAddress(), userAgent);
  }
}
