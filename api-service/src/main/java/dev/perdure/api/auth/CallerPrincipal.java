package dev.perdure.api.auth;

import dev.perdure.core.tenant.Caller;
import java.security.Principal;

/** The caller, as JAX-RS hands principals on. */
public record CallerPrincipal(Caller caller) implements Principal {

  /** The user's id; names are not known here. */
  @Override
  public String getName() {
    return caller.userId().toString();
  }
}
