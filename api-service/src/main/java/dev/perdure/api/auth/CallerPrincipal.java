package dev.perdure.api.auth;

import dev.perdure.core.tenant.Caller;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * The caller, as JAX-RS hands principals on.
 *
 * @param term how long the token counts, when a token was shown
 */
public record CallerPrincipal(Caller caller, @Nullable TokenTerm term) implements Principal {

  /** A caller whose credential tells when it ends when asked by its id. */
  public CallerPrincipal(Caller caller) {
    this(caller, null);
  }

  /** The user's id; names are not known here. */
  @Override
  public String getName() {
    return caller.userId().toString();
  }
}
