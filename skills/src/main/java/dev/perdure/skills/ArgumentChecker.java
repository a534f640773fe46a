package dev.perdure.skills;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.ArgumentCheck;
import dev.perdure.core.skill.ToolDescriptor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads arguments as a model wrote them and holds them against the tool's JSON Schema. Schemas are
 * never fetched from elsewhere.
 */
final class ArgumentChecker {

  private static final int MAX_PROBLEMS = 10;
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private final ObjectMapper json =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder.schemaRegistryConfig(
                  SchemaRegistryConfig.builder()
                      .locale(Locale.ENGLISH)
                      .pathType(PathType.JSON_POINTER)
                      .formatAssertionsEnabled(true)
                      .build()));
  private final Map<String, Schema> prepared = new ConcurrentHashMap<>();

  /** Reads a tool's schema once; refuses one that is none. */
  void prepare(ToolDescriptor tool) {
    prepared.put(tool.name(), compile(tool));
  }

  private Schema compile(ToolDescriptor tool) {
    try {
      JsonNode tree = json.valueToTree(tool.inputSchema());
      Schema schema = registry.getSchema(tree);
      schema.initializeValidators();
      return schema;
    } catch (SchemaException | IllegalArgumentException e) {
      throw PerdureException.invalid(
          "tool_schema_invalid",
          "The input schema of the tool \"" + tool.name() + "\" is not valid: " + e.getMessage(),
          null);
    }
  }

  ArgumentCheck check(ToolDescriptor tool, String argumentsJson) {
    JsonNode arguments;
    try {
      // Models that call a tool without arguments often write nothing at all.
      arguments = json.readTree(argumentsJson.isBlank() ? "{}" : argumentsJson);
    } catch (JsonProcessingException e) {
      return invalid("The arguments are not valid JSON: " + e.getOriginalMessage());
    }
    if (!arguments.isObject()) {
      return invalid("The arguments must be a JSON object.");
    }
    Schema schema = prepared.get(tool.name());
    List<Error> errors = (schema == null ? compile(tool) : schema).validate(arguments);
    if (errors.isEmpty()) {
      return new ArgumentCheck.Valid(json.convertValue(arguments, OBJECT));
    }
    return new ArgumentCheck.Invalid(
        errors.stream().limit(MAX_PROBLEMS).map(ArgumentChecker::problem).toList());
  }

  private static ArgumentCheck invalid(String problem) {
    return new ArgumentCheck.Invalid(List.of(problem));
  }

  private static String problem(Error error) {
    String path = error.getInstanceLocation().toString();
    return (path.isEmpty() ? "arguments" : path) + ": " + error.getMessage();
  }
}
