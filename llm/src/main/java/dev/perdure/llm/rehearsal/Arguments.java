package dev.perdure.llm.rehearsal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.core.model.ToolSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes up arguments that fit a tool's schema, around the one text the user gave. */
final class Arguments {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Arguments() {}

  /**
   * The required arguments: the text in the first that is a free text, something valid in the
   * others.
   */
  static String fill(ToolSpec tool, String text) {
    var arguments = new TreeMap<String, Object>();
    boolean given = false;
    for (String name : required(tool)) {
      Map<?, ?> schema = property(tool, name);
      boolean free =
          "string".equals(schema.get("type")) && !(schema.get("enum") instanceof List<?>);
      arguments.put(name, free && !given ? text : example(schema, text));
      given |= free;
    }
    return write(arguments);
  }

  private static List<String> required(ToolSpec tool) {
    return tool.inputSchema().get("required") instanceof List<?> names
        ? names.stream().map(String::valueOf).toList()
        : List.of();
  }

  private static Map<?, ?> property(ToolSpec tool, String name) {
    return tool.inputSchema().get("properties") instanceof Map<?, ?> properties
            && properties.get(name) instanceof Map<?, ?> schema
        ? schema
        : Map.of();
  }

  private static Object example(Map<?, ?> schema, String text) {
    if (schema.get("enum") instanceof List<?> values && !values.isEmpty()) {
      return values.getFirst();
    }
    return switch (String.valueOf(schema.get("type"))) {
      case "integer", "number" -> 1;
      case "boolean" -> true;
      case "array" -> List.of();
      case "object" -> Map.of();
      default -> text;
    };
  }

  private static String write(Map<String, Object> arguments) {
    try {
      return JSON.writeValueAsString(arguments);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
