package dev.perdure.llm.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.perdure.core.model.ToolSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts tools into LangChain4j's words: always in the same order, so that providers' prompt caches
 * hold. Of a schema's outermost object, {@code properties}, {@code required} and {@code $defs} are
 * told to the model; what lies deeper is told as it is.
 */
final class ToolSpecs {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private ToolSpecs() {}

  static List<ToolSpecification> of(List<ToolSpec> tools) {
    return tools.stream().map(ToolSpecs::of).toList();
  }

  private static ToolSpecification of(ToolSpec tool) {
    Map<String, Object> schema = tool.inputSchema();
    var parameters =
        JsonObjectSchema.builder()
            .addProperties(schemas(schema.get("properties")))
            .definitions(schemas(schema.get("$defs")))
            .required(names(schema.get("required")));
    return ToolSpecification.builder()
        .name(tool.name())
        .description(tool.description())
        .parameters(parameters.build())
        .build();
  }

  private static Map<String, JsonSchemaElement> schemas(@Nullable Object named) {
    var schemas = new TreeMap<String, JsonSchemaElement>();
    if (named instanceof Map<?, ?> map) {
      map.forEach((name, schema) -> schemas.put(String.valueOf(name), raw(schema)));
    }
    return schemas;
  }

  private static JsonSchemaElement raw(Object schema) {
    try {
      return JsonRawSchema.from(JSON.writeValueAsString(schema));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static List<String> names(@Nullable Object required) {
    return required instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }
}
