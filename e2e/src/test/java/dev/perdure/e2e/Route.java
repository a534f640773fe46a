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
 * @param bodyType the type of a request's body, empty when it has none
 */
record Route(String method, String path, String operation, String bodyType) {

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
                    routes.add(of(path.getKey(), operation.getKey(), operation.getValue()));
                  }
                }));
    return routes;
  }

  private static Route of(String path, String method, JsonNode operation) {
    return new Route(
        method.toUpperCase(Locale.ROOT),
        path,
        operation.path("operationId").asText(method + " " + path),
        bodyType(operation.path("requestBody").path("content")));
  }

  private static String bodyType(JsonNode content) {
    var types = content.fieldNames();
    return types.hasNext() ? types.next() : "";
  }

  boolean wantsBody() {
    return !bodyType.isEmpty();
  }

  /** Whether it names one thing of an organization. */
  boolean namesAThing() {
    return path.contains("{");
  }

  boolean reads() {
    return method.equals("GET");
  }

  /** Whether it tells a run something, which that may be in no state for. */
  boolean steers() {
    return kind().equals("runs") && namesAThing() && !reads();
  }

  /** What its path is about, such as {@code runs}. */
  String kind() {
    return path.split("/", -1)[2];
  }

  /** The path with its parameters filled in. */
  String pathTo(String id) {
    return path.replace("{id}", id).replace("{version}", "1");
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
