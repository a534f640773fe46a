package dev.perdure.api.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Set;
import org.glassfish.jersey.server.ContainerResponse;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.server.monitoring.ApplicationEvent;
import org.glassfish.jersey.server.monitoring.ApplicationEventListener;
import org.glassfish.jersey.server.monitoring.RequestEvent;
import org.glassfish.jersey.server.monitoring.RequestEventListener;
import org.glassfish.jersey.uri.UriTemplate;
import org.jspecify.annotations.Nullable;

/**
 * Times each request by the template of its route, never by its path, so that there are as many
 * series as routes.
 */
public final class RouteMetrics implements ApplicationEventListener {

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final MeterRegistry registry;

  public RouteMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void onEvent(ApplicationEvent event) {
    // Only requests are of interest.
  }

  @Override
  public RequestEventListener onRequest(RequestEvent begun) {
    Timer.Sample sample = Timer.start(registry);
    return event -> {
      if (event.getType() == RequestEvent.Type.FINISHED) {
        sample.stop(
            Timer.builder("perdure.http.requests")
                .description("Requests to the API by route and status")
                .tag("method", method(event.getContainerRequest().getMethod()))
                .tag("route", route(event.getUriInfo()))
                .tag("status", status(event.getContainerResponse()))
                .register(registry));
      }
    };
  }

  private static String method(String method) {
    return METHODS.contains(method) ? method : "other";
  }

  private static String status(@Nullable ContainerResponse response) {
    return response == null ? "aborted" : String.valueOf(response.getStatus());
  }

  private static String route(ExtendedUriInfo uri) {
    List<UriTemplate> matched = uri.getMatchedTemplates();
    if (matched.isEmpty()) {
      return "none";
    }
    StringBuilder route = new StringBuilder("/v1");
    matched.reversed().forEach(template -> route.append('/').append(template.getTemplate()));
    return route.toString().replaceAll("/{2,}", "/").replaceAll("(?<=.)/$", "");
  }
}
