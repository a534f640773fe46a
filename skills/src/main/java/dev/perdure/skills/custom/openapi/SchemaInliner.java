package dev.perdure.skills.custom.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * Makes a schema of a document one that stands for itself: references are replaced by what they
 * stand for, what 3.0 says its own way is said as in 2020-12, and what is no part of a schema is
 * left out. A schema within itself ends with one that fits everything.
 */
final class SchemaInliner {

  private static final int MOST_PARTS = 5_000;
  private static final int DEEPEST = 30;
  private static final Set<String> OF_SCHEMAS =
      Set.of("properties", "patternProperties", "dependentSchemas");
  private static final Set<String> LISTS = Set.of("allOf", "anyOf", "oneOf", "prefixItems");
  private static final Set<String> SINGLE =
      Set.of(
          "items",
          "additionalProperties",
          "not",
          "if",
          "then",
          "else",
          "contains",
          "propertyNames",
          "unevaluatedItems",
          "unevaluatedProperties");
  private static final Set<String> KEPT =
      Set.of(
          "type",
          "title",
          "description",
          "default",
          "enum",
          "const",
          "format",
          "multipleOf",
          "maximum",
          "exclusiveMaximum",
          "minimum",
          "exclusiveMinimum",
          "maxLength",
          "minLength",
          "pattern",
          "maxItems",
          "minItems",
          "uniqueItems",
          "maxContains",
          "minContains",
          "maxProperties",
          "minProperties",
          "required",
          "dependentRequired");

  private final Document document;
  private final Deque<String> within = new ArrayDeque<>();
  private int parts;

  /** For the schemas of one operation, which are bounded together. */
  SchemaInliner(Document document) {
    this.document = document;
  }

  /**
   * The schema of something that is sent.
   *
   * @throws IllegalArgumentException when it is too large or leads out of the document
   */
  JsonNode inline(JsonNode schema) {
    if (++parts > MOST_PARTS || within.size() > DEEPEST) {
      throw new IllegalArgumentException("its schema is too large");
    }
    if (!schema.isObject()) {
      return schema.isBoolean() ? schema : JsonNodeFactory.instance.objectNode();
    }
    if (!schema.path("$ref").isTextual()) {
      return converted(schema);
    }
    String reference = schema.path("$ref").textValue();
    JsonNode target = document.resolved(schema);
    if (within.contains(reference)) {
      return JsonNodeFactory.instance.objectNode();
    }
    within.push(reference);
    try {
      JsonNode inlined = inline(target);
      if (inlined instanceof ObjectNode object && schema.path("description").isTextual()) {
        object.set("description", schema.path("description"));
      }
      return inlined;
    } finally {
      within.pop();
    }
  }

  private ObjectNode converted(JsonNode schema) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> entry : schema.properties()) {
      String key = entry.getKey();
      JsonNode value = entry.getValue();
      if (OF_SCHEMAS.contains(key) && value.isObject()) {
        ObjectNode inner = result.putObject(key);
        value
            .properties()
            .forEach(one -> {
              if (!one.getValue().path("readOnly").asBoolean()) {
                inner.set(one.getKey(), inline(one.getValue()));
              }
            });
      } else if (LISTS.contains(key) && value.isArray()) {
        ArrayNode inner = result.putArray(key);
        value.forEach(one -> inner.add(inline(one)));
      } else if (SINGLE.contains(key)) {
        result.set(key, inline(value));
      } else if (KEPT.contains(key)) {
        count(value);
        result.set(key, value.deepCopy());
      }
    }
    withoutReadOnly(schema, result);
    if (document.is30()) {
      from30(schema, result);
    }
    return result;
  }

  private static void withoutReadOnly(JsonNode schema, ObjectNode result) {
    if (result.path("required") instanceof ArrayNode required) {
      for (Iterator<JsonNode> names = required.iterator(); names.hasNext(); ) {
        if (schema.path("properties").path(names.next().asText()).path("readOnly").asBoolean()) {
          names.remove();
        }
      }
    } else {
      result.remove("required"); // older documents say so of a property, which means nothing
    }
  }

  private static void from30(JsonNode schema, ObjectNode result) {
    bound(result, "exclusiveMinimum", "minimum");
    bound(result, "exclusiveMaximum", "maximum");
    if (!schema.path("nullable").asBoolean()) {
      return;
    }
    if (result.path("type").isTextual()) {
      String type = result.path("type").textValue();
      result.putArray("type").add(type).add("null");
    }
    if (result.path("enum") instanceof ArrayNode values) {
      values.addNull();
    }
    if (result.path("type").isMissingNode() && result.size() > 0) {
      ObjectNode other = result.deepCopy();
      result.removeAll();
      ArrayNode any = result.putArray("anyOf");
      any.add(other);
      any.addObject().put("type", "null");
    }
  }

  /** In 3.0 whether a bound is meant without itself; later the bound. */
  private static void bound(ObjectNode schema, String exclusive, String bound) {
    JsonNode flag = schema.path(exclusive);
    if (flag.isBoolean()) {
      schema.remove(exclusive);
      if (flag.booleanValue() && schema.path(bound).isNumber()) {
        schema.set(exclusive, schema.remove(bound));
      }
    }
  }

  private void count(JsonNode value) {
    parts += 1 + value.size();
    if (parts > MOST_PARTS) {
      throw new IllegalArgumentException("its schema is too large");
    }
    value.forEach(one -> {
      if (one.isContainerNode()) {
        count(one);
      }
    });
  }
}
