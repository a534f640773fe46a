package dev.perdure.llm.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.perdure.core.model.ToolSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Offers tools: by name, and each worded the same every time, so that providers' prompt caches
 * hold. LangChain4j knows only some words of JSON Schema, and not the same for every provider: it
 * gets none, and the schemas are put into the request it has worded. They go out whole, but for
 * what no provider takes at the root.
 */
final class ToolSchemas {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  /** OpenAI and Anthropic refuse a tool that has these at the root of its schema. */
  private static final List<String> NOT_AT_ROOT =
      List.of(
          "$schema", "$id", "oneOf", "anyOf", "allOf", "not", "if", "then", "else", "enum",
          "const");

  /** Where a provider's request has the schema of a tool. */
  enum Place {
    /** OpenAI, Mistral, Ollama. */
    FUNCTION,
    ANTHROPIC,
    GEMINI
  }

  private ToolSchemas() {}

  static List<ToolSpecification> offered(List<ToolSpec> tools) {
    return tools.stream()
        .sorted(Comparator.comparing(ToolSpec::name))
        .map(tool ->
            ToolSpecification.builder()
                .name(tool.name())
                .description(tool.description())
                .parameters(JsonObjectSchema.builder().build())
                .build())
        .toList();
  }

  /** Puts the schemas of the tools into a request that offers them. */
  static void put(ObjectNode body, List<ToolSpec> tools, Place place) {
    Map<String, ToolSpec> byName =
        tools.stream().collect(Collectors.toMap(ToolSpec::name, Function.identity(), (a, b) -> a));
    for (JsonNode tool : body.path("tools")) {
      switch (place) {
        case FUNCTION -> put(tool.path("function"), "parameters", byName);
        case ANTHROPIC -> put(tool, "input_schema", byName);
        case GEMINI -> {
          for (JsonNode function : tool.path("functionDeclarations")) {
            ((ObjectNode) function).remove("parameters");
            put(function, "parametersJsonSchema", byName);
          }
        }
      }
    }
  }

  private static void put(JsonNode function, String field, Map<String, ToolSpec> byName) {
    ToolSpec tool = byName.get(function.path("name").asText());
    if (tool != null && function instanceof ObjectNode object) {
      object.set(field, schema(tool));
    }
  }

  private static ObjectNode schema(ToolSpec tool) {
    ObjectNode schema = JSON.valueToTree(tool.inputSchema());
    schema.remove(NOT_AT_ROOT);
    schema.put("type", "object");
    if (!schema.path("properties").isObject()) {
      schema.putObject("properties");
    }
    return schema;
  }
}
