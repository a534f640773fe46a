package dev.perdure.api.limits;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.core.quota.RateVerdict;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;

/**
 * Takes from the caller's buckets as soon as the caller is known, and tells in each answer what is
 * left. A long-poll and a stream are taken for once, when they begin.
 */
@Priority(Priorities.AUTHENTICATION + 5)
final class RateLimitFilter implements ContainerRequestFilter, ContainerResponseFilter {

  private static final String PROPERTY = "perdure.rate-verdict";

  private final RateLimits limits;
  private final int cost;

  RateLimitFilter(RateLimits limits, int cost) {
    this.limits = limits;
    this.cost = cost;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    RateVerdict verdict =
        request.getSecurityContext().getUserPrincipal() instanceof CallerPrincipal principal
            ? limits.take(principal.caller(), cost)
            : limits.take(AddressGuard.address(request));
    request.setProperty(PROPERTY, verdict);
    if (!verdict.allowed()) {
      throw RateLimits.refusal(verdict, cost);
    }
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(PROPERTY) instanceof RateVerdict verdict) {
      RateHeaders.write(verdict, response.getHeaders());
    }
  }
}
