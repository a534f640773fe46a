package dev.perdure.api.filters;

import dev.perdure.api.auth.CallerPrincipal;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.util.UUID;
import org.slf4j.MDC;

/**
 * Puts the request's id and the caller's organization into each log line of the request, and the
 * request's id into the response.
 */
@Priority(Priorities.AUTHENTICATION + 1)
public final class LogContextFilter implements ContainerRequestFilter, ContainerResponseFilter {

  private static final String HEADER = "X-Request-Id";

  @Override
  public void filter(ContainerRequestContext request) {
    MDC.put("request_id", UUID.randomUUID().toString());
    if (request.getSecurityContext().getUserPrincipal() instanceof CallerPrincipal principal) {
      MDC.put("org_id", principal.caller().orgId().toString());
    }
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    String id = MDC.get("request_id");
    if (id != null) {
      response.getHeaders().putSingle(HEADER, id);
    }
    MDC.clear();
  }
}
