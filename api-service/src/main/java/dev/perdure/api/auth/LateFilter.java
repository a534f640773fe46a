package dev.perdure.api.auth;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.time.Duration;

/**
 * Asks again whether a caller may come in when their body took its time: who was let in before they
 * were disabled or erased must not write after.
 */
@Priority(Priorities.HEADER_DECORATOR + 1)
public final class LateFilter implements ContainerRequestFilter {

  private static final String LET_IN = "perdure.let-in";
  private static final long LATE_NANOS = Duration.ofSeconds(1).toNanos();

  private final Standing standing;

  public LateFilter(Standing standing) {
    this.standing = standing;
  }

  /** The caller was let in now. */
  static void letIn(ContainerRequestContext request) {
    request.setProperty(LET_IN, System.nanoTime());
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (request.getProperty(LET_IN) instanceof Long since
        && System.nanoTime() - since > LATE_NANOS
        && request.getSecurityContext().getUserPrincipal() instanceof CallerPrincipal principal
        && !standing.stands(principal)) {
      throw new PerdureException(
          new PerdureError.Unauthenticated(
              "credentials_invalid", "What was shown has ended while the request came in."));
    }
  }
}
