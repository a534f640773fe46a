package dev.perdure.skills.custom.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An operation of a document, as it is found there.
 *
 * @param item what is said of its path
 */
record Listed(String method, String path, JsonNode item, JsonNode operation) {

  private static final List<String> METHODS =
      List.of("get", "put", "post", "delete", "options", "head", "patch");

  /** All operations of a document, in its order. */
  static List<Listed> of(Document document) {
    List<Listed> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.root().path("paths").properties()) {
      for (String method : METHODS) {
        JsonNode operation = path.getValue().path(method);
        if (path.getKey().startsWith("/") && operation.isObject()) {
          all.add(
              new Listed(
                  method.toUpperCase(Locale.ROOT), path.getKey(), path.getValue(), operation));
        }
      }
    }
    return all;
  }

  /** What a person chooses it by: its operationId, else its method and path. */
  String id() {
    String id = operation.path("operationId").asText();
    return id.isEmpty() ? method + " " + path : id;
  }

  boolean isChosenBy(String choice) {
    return choice.equals(id()) || choice.equals(method + " " + path);
  }

  /** What its tool is named after. */
  String name() {
    String id = operation.path("operationId").asText();
    return id.isEmpty()
        ? (method.toLowerCase(Locale.ROOT) + path.replace('/', '_').replaceAll("[{}]", ""))
        : id;
  }

  String pointer() {
    return "/paths/" + Document.escaped(path) + "/" + method.toLowerCase(Locale.ROOT);
  }

  /** For people. */
  String shown() {
    String summary = operation.path("summary").asText();
    return method
        + " "
        + path
        + " ("
        + id()
        + ")"
        + (summary.isEmpty() ? "" : ": " + Document.shown(summary));
  }
}
