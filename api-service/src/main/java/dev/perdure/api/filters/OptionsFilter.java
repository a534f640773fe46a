package dev.perdure.api.filters;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;

/**
 * Has {@code OPTIONS} refused like every method that a route does not have, with {@code Allow} as
 * the route's; Jersey would answer it with a description. Preflights of other origins do not come
 * this far.
 */
@PreMatching
public final class OptionsFilter implements ContainerRequestFilter {

  @Override
  public void filter(ContainerRequestContext request) {
    if (request.getMethod().equals(HttpMethod.OPTIONS)) {
      request.setMethod("X-OPTIONS");
    }
  }
}
