package dev.perdure.llm.provider;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Words a schema the way Anthropic's structured output takes it (as its public documentation and
 * LangChain4j 1.18.0 have it; noted 2026-11-22): no object has properties that are not named, and
 * limits of numbers, lengths and counts are left out. What fits the result and keeps the limits
 * fits the schema. A schema with other words has no such wording.
 */
final class ClosedSchema {
  private static final Set<String> KEPT =
      Set.of("type", "required", "enum", "const", "description", "title", "default");
  private static final Set<String> LEFT_OUT =
      Set.of(
          "$schema",
          "$id",
          "examples",
          "format",
          "pattern",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "uniqueItems",
          "minProperties",
          "maxProperties");

  private ClosedSchema() {}

  static Optional<Map<String, Object>> of(Map<String, Object> schema) {
    return Optional.ofNullable(object(schema));
  }

  /**
   * Whether OpenAI can hold its model to the schema strictly: it is an object in the closed
   * wording, with nothing left out, and in it all properties are required.
   */
  static boolean isStrict(Map<String, Object> schema) {
    return "object".equals(schema.get("type"))
        && of(schema).equals(Optional.of(schema))
        && allRequired(schema);
  }

  private static boolean allRequired(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().allMatch(ClosedSchema::allRequired);
    }
    if (!(value instanceof Map<?, ?> map)) {
      return true;
    }
    if (map.get("properties") instanceof Map<?, ?> properties
        && !(map.get("required") instanceof List<?> names
            && names.containsAll(properties.keySet()))) {
      return false;
    }
    return map.values().stream().allMatch(ClosedSchema::allRequired);
  }

  private static @Nullable Map<String, Object> object(Map<?, ?> schema) {
    var closed = new LinkedHashMap<String, Object>();
    for (Map.Entry<?, ?> entry : schema.entrySet()) {
      String word = String.valueOf(entry.getKey());
      if (LEFT_OUT.contains(word)) {
        continue;
      }
      Object value = value(word, entry.getValue());
      if (value == null) {
        return null;
      }
      closed.put(word, value);
    }
    if ("object".equals(schema.get("type"))) {
      closed.put("additionalProperties", false);
    }
    return closed;
  }

  /** The value in the closed wording; null if there is none. */
  private static @Nullable Object value(String word, Object value) {
    return switch (word) {
      case "properties" -> value instanceof Map<?, ?> map ? named(map) : null;
      case "items" -> value instanceof Map<?, ?> map ? object(map) : null;
      case "anyOf" -> value instanceof List<?> list ? all(list) : null;
      case "additionalProperties" -> Boolean.FALSE.equals(value) ? value : null;
      default -> KEPT.contains(word) ? value : null;
    };
  }

  private static @Nullable Map<String, Object> named(Map<?, ?> schemas) {
    var closed = new LinkedHashMap<String, Object>();
    for (Map.Entry<?, ?> entry : schemas.entrySet()) {
      Map<String, Object> schema = entry.getValue() instanceof Map<?, ?> map ? object(map) : null;
      if (schema == null) {
        return null;
      }
      closed.put(String.valueOf(entry.getKey()), schema);
    }
    return closed;
  }

  private static @Nullable List<Object> all(List<?> schemas) {
    var closed = new ArrayList<Object>();
    for (Object each : schemas) {
      Map<String, Object> schema = each instanceof Map<?, ?> map ? object(map) : null;
      if (schema == null) {
        return null;
      }
      closed.add(schema);
    }
    return closed;
  }
}
