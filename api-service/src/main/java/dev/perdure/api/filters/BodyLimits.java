package dev.perdure.api.filters;

import jakarta.ws.rs.container.ResourceInfo;
import org.jspecify.annotations.Nullable;

/**
 * How large bodies may be.
 *
 * @param bytes of most routes, which are read into memory
 * @param uploadBytes of routes that are marked with {@link Upload}, which are not
 */
public record BodyLimits(int bytes, long uploadBytes) {

  /** Whether the request is to a route that reads its body as it comes. */
  public static boolean upload(@Nullable ResourceInfo route) {
    return route != null
        && route.getResourceMethod() != null
        && route.getResourceMethod().isAnnotationPresent(Upload.class);
  }
}
