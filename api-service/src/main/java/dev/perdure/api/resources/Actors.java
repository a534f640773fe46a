package dev.perdure.api.resources;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.ClientAddress;
import dev.perdure.core.tenant.Actor;
import jakarta.ws.rs.container.ContainerRequestContext;

/** Tells who makes a change, and from where. */
final class Actors {

  private Actors() {}

  static Actor of(CallerPrincipal principal, ContainerRequestContext request) {
    return Actor.of(principal.caller(), ClientAddress.text(request), Requesters.userAgent(request));
  }
}
