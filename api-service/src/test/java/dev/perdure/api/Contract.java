package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The OpenAPI document as served, against which every answer is held. */
final class Contract {

  private final JsonNode document;
  private final List<Route> routes = new ArrayList<>();

  private Contract(JsonNode document) {
    this.document = document;
    document
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(operation ->
                    routes.add(
                        new Route(
                            operation.getKey().toUpperCase(Locale.ROOT),
                            path.getKey(),
                            operation.getValue()))));
    routes.sort(
        Comparator.comparingLong(route -> route.path().chars().filter(c -> c == '{').count()));
  }

  static Contract of(ServiceProcess process) {
    try {
      return new Contract(
          new ObjectMapper().readTree(process.get(process.url().resolve("/openapi.json")).body()));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  JsonNode document() {
    return document;
  }

  List<Route> routes() {
    return List.copyOf(routes);
  }

  /** Fails when a known route gave an answer that is not documented. */
  void check(String method, String path, HttpResponse<?> response, String body) {
    Optional<Route> route =
        routes.stream().filter(r -> r.method().equals(method) && r.matches(path)).findFirst();
    if (route.isEmpty()) {
      return;
    }
    JsonNode documented =
        route.get().operation().path("responses").path(String.valueOf(response.statusCode()));
    assertThat(documented.isObject())
        .as("%s %s answered %d: %s", method, path, response.statusCode(), body)
        .isTrue();
    String type = response.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
    if (!type.isEmpty()) {
      JsonNode content = documented.path("content");
      assertThat(content.has(type) || content.has("*/*"))
          .as("%s %s answered %d as %s", method, path, response.statusCode(), type)
          .isTrue();
    }
  }

  /** One operation of the document. */
  record Route(String method, String path, JsonNode operation) {

    boolean matches(String concrete) {
      String pattern = Pattern.compile("\\{[^}]+}").matcher(path).replaceAll("[^/]+");
      return concrete.matches(pattern);
    }

    /** The name of the operation. */
    String id() {
      return operation.path("operationId").asText();
    }

    boolean reads() {
      return method.equals("GET");
    }

    /** Whether nobody has to be known. */
    boolean open() {
      return operation.path("security").isArray() && operation.path("security").isEmpty();
    }

    /** The permissions that the document says it needs. */
    Set<String> permissions() {
      JsonNode required = operation.path("x-required-permissions");
      assertThat(required.isArray()).as("x-required-permissions of %s", this).isTrue();
      return StreamSupport.stream(required.spliterator(), false)
          .map(JsonNode::asText)
          .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether it is a list of pages. */
    boolean hasPages() {
      return takes("limit") && takes("after");
    }

    private boolean takes(String parameter) {
      return StreamSupport.stream(operation.path("parameters").spliterator(), false)
          .anyMatch(known -> known.path("name").asText().equals(parameter));
    }

    /** Whether it answers events as they happen. */
    boolean streams() {
      return operation.at("/responses/200/content").has("text/event-stream");
    }

    /** The type of the body it takes; empty when it takes none. */
    String type() {
      Iterator<String> types = operation.path("requestBody").path("content").fieldNames();
      return types.hasNext() ? types.next() : "";
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }
}
