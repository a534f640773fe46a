package dev.perdure.api.limits;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.lang.reflect.Method;

/** Puts the limit of requests before every route. */
public final class RateLimitFeature implements DynamicFeature {

  private static final int READ = 1;
  private static final int WRITE = 2;

  private final RateLimits limits;

  public RateLimitFeature(RateLimits limits) {
    this.limits = limits;
  }

  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    context.register(new RateLimitFilter(limits, cost(resource.getResourceMethod())));
  }

  static int cost(Method route) {
    Cost said = route.getAnnotation(Cost.class);
    if (said != null) {
      return said.value();
    }
    boolean reads = route.isAnnotationPresent(GET.class) || route.isAnnotationPresent(HEAD.class);
    return reads ? READ : WRITE;
  }
}
