package dev.perdure.skills.custom.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A document with the places its parts stand at.
 *
 * @param file its name, or its URL
 * @param lines by JSON pointer, counted from 1
 */
record Document(String file, JsonNode root, Map<String, Integer> lines) {

  /** The line of a part, or of the innermost part around it that has one. */
  @Nullable Integer line(String pointer) {
    String at = pointer;
    while (!lines.containsKey(at) && !at.isEmpty()) {
      at = at.substring(0, Math.max(0, at.lastIndexOf('/')));
    }
    return lines.get(at);
  }

  /** What a reference within the document stands for; empty when that is nothing. */
  Optional<JsonNode> target(String reference) {
    if (!reference.startsWith("#/")) {
      return Optional.empty();
    }
    JsonNode found;
    try {
      String pointer =
          URLDecoder.decode(reference.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
      found = root.at(pointer);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return Optional.of(found).filter(node -> !node.isMissingNode());
  }

  /** A part, with one reference to another part followed as far as it leads. */
  JsonNode resolved(JsonNode part) {
    JsonNode at = part;
    for (int hops = 0; at.path("$ref").isTextual(); hops++) {
      String reference = at.path("$ref").textValue();
      if (hops > 20) {
        throw new IllegalArgumentException("the reference " + reference + " leads in a circle");
      }
      at =
          target(reference)
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "the reference "
                          + shown(reference)
                          + (reference.startsWith("#")
                              ? " leads nowhere"
                              : " leads out of the document, and only its own parts are read")));
    }
    return at;
  }

  static String shown(String text) {
    return text.length() <= 200 ? text : text.substring(0, 199) + "…";
  }

  /** One name, as a part of a pointer. */
  static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  boolean is30() {
    return root.path("openapi").asText().startsWith("3.0");
  }
}
