package dev.perdure.llm.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.perdure.core.model.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Makes up the smallest JSON that fits a schema, around the one text it is given, which goes
 * wherever any text may. Patterns, conditions and what must be unique are not looked at.
 */
final class Sample {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DEPTH = 16;

  private final JsonNode root;
  private final String text;

  private Sample(JsonNode root, String text) {
    this.root = root;
    this.text = text;
  }

  /** Arguments of a tool: the required ones. */
  static String arguments(ToolSpec tool, String text) {
    ObjectNode schema = JSON.valueToTree(tool.inputSchema());
    schema.put("type", "object");
    return new Sample(schema, text).value(schema, 0).toString();
  }

  /** A value that fits a schema. */
  static String of(Map<String, Object> schema, String text) {
    JsonNode root = JSON.valueToTree(schema);
    return new Sample(root, text).value(root, 0).toString();
  }

  private JsonNode value(JsonNode given, int depth) {
    JsonNode schema = resolved(given, depth);
    if (schema.has("const")) {
      return schema.get("const");
    }
    if (!schema.path("enum").isEmpty()) {
      return schema.path("enum").path(0);
    }
    return switch (type(schema)) {
      case "object" -> object(schema, depth);
      case "array" -> array(schema, depth);
      case "integer", "number" -> SampleValues.number(schema);
      case "boolean" -> BooleanNode.TRUE;
      case "null" -> NullNode.instance;
      default -> TextNode.valueOf(SampleValues.text(schema, text));
    };
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = JSON.createObjectNode();
    var names = new TreeSet<String>();
    schema.path("required").forEach(name -> names.add(name.asText()));
    if (depth < DEPTH) {
      names.forEach(
          name -> object.set(name, value(schema.path("properties").path(name), depth + 1)));
    }
    return object;
  }

  private ArrayNode array(JsonNode schema, int depth) {
    ArrayNode array = JSON.createArrayNode();
    int least = schema.path("minItems").asInt();
    while (array.size() < least && depth < DEPTH) {
      array.add(value(schema.path("items"), depth + 1));
    }
    return array;
  }

  /** The schema with its references followed and the first of its choices taken. */
  private JsonNode resolved(JsonNode schema, int depth) {
    var parts = new ArrayList<JsonNode>();
    if (schema.has("$ref")) {
      parts.add(root.at(schema.path("$ref").asText().replaceFirst("^#", "")));
    }
    for (String choice : List.of("oneOf", "anyOf")) {
      if (schema.has(choice)) {
        parts.add(schema.path(choice).path(0));
      }
    }
    schema.path("allOf").forEach(parts::add);
    if (parts.isEmpty() || depth >= DEPTH || !(schema.deepCopy() instanceof ObjectNode merged)) {
      return schema;
    }
    merged.remove(List.of("$ref", "oneOf", "anyOf", "allOf"));
    parts.forEach(part -> merge(merged, resolved(part, depth + 1)));
    return merged;
  }

  private static void merge(ObjectNode into, JsonNode part) {
    for (Map.Entry<String, JsonNode> word : part.properties()) {
      JsonNode there = into.get(word.getKey());
      if (there instanceof ObjectNode object && word.getValue() instanceof ObjectNode more) {
        object.setAll(more);
      } else if (there instanceof ArrayNode array && word.getValue() instanceof ArrayNode more) {
        array.addAll(more);
      } else if (there == null) {
        into.set(word.getKey(), word.getValue().deepCopy());
      }
    }
  }

  private static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (type.isArray()) {
      return type.path(0).asText();
    }
    if (type.isTextual()) {
      return type.asText();
    }
    return schema.has("properties") || schema.has("required")
        ? "object"
        : schema.has("items") ? "array" : "string";
  }
}
