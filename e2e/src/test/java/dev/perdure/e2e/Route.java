package dev.perdure.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One operation of the API's own description.
 *
 * @param path with parameters in braces
 */
record Route(String method, String path) {

  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  /** All operations in an OpenAPI document. */
  static List<Route> all(JsonNode openApi) {
    List<Route> routes = new ArrayList<>();
    openApi
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(operation -> {
                  if (METHODS.contains(operation.getKey())) {
                    routes.add(of(path.getKey(), operation.getKey()));
                  }
                }));
    return routes;
  }

  private static Route of(String path, String method) {
    return new Route(method.toUpperCase(Locale.ROOT), path);
  }

  /** Whether it names one thing of an organization. */
  boolean namesAThing() {
    return path.contains("{");
  }

  boolean reads() {
    return method.equals("GET");
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
