package dev.perdure.api.auth;

import dev.perdure.api.auth.console.ConsoleCookie;
import dev.perdure.api.auth.console.ConsoleGuard;
import dev.perdure.core.tenant.Permission;
import io.dropwizard.auth.AuthFilter;
import io.dropwizard.auth.Authenticator;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Puts authentication and the permission check before every route. */
public final class AuthFeature implements DynamicFeature {

  private final AuthFilter<Shown, CallerPrincipal> filter;

  public AuthFeature(
      Authenticator<Shown, CallerPrincipal> authenticator,
      ConsoleCookie cookie,
      ConsoleGuard guard) {
    this.filter =
        new ShownAuthFilter.Builder(cookie, guard)
            .setAuthenticator(authenticator)
            .setRealm("perdure")
            .setPrefix("Bearer")
            .buildAuthFilter();
  }

  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    Requires requires = resource.getResourceMethod().getAnnotation(Requires.class);
    if (requires != null) {
      context.register(filter);
      context.register(new PermissionFilter(required(requires)));
    }
  }

  /**
   * Refuses resources with a route that does not say what it requires.
   *
   * @throws IllegalStateException naming the route's method
   */
  public static void check(List<Class<?>> resources) {
    for (Class<?> resource : resources) {
      for (Method method : resource.getMethods()) {
        if (isRoute(method) && !saysWhoMay(method)) {
          throw new IllegalStateException(
              "%s.%s is a route without @Requires"
                  .formatted(resource.getSimpleName(), method.getName()));
        }
      }
    }
  }

  private static boolean saysWhoMay(Method method) {
    return method.isAnnotationPresent(Requires.class) || method.isAnnotationPresent(Open.class);
  }

  private static boolean isRoute(Method method) {
    return Arrays.stream(method.getAnnotations())
        .anyMatch(a -> a.annotationType().isAnnotationPresent(HttpMethod.class));
  }

  private static Set<Permission> required(Requires requires) {
    Set<Permission> required = EnumSet.noneOf(Permission.class);
    required.addAll(List.of(requires.value()));
    return required;
  }
}
