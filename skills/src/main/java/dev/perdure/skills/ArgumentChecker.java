package dev.perdure.skills;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.ArgumentCheck;
import dev.perdure.core.skill.ToolDescriptor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Reads arguments as a model wrote them and holds them against the tool's JSON Schema. */
final class ArgumentChecker {

  private final SchemaValidator validator = new SchemaValidator();
  private final Map<String, Schema> prepared = new ConcurrentHashMap<>();

  /** Reads a tool's schema once; refuses one that is none. */
  void prepare(ToolDescriptor tool) {
    prepared.put(tool.name(), compile(tool));
  }

  private Schema compile(ToolDescriptor tool) {
    try {
      return validator.compile(tool.inputSchema());
    } catch (IllegalArgumentException e) {
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
      arguments = validator.read(argumentsJson.isBlank() ? "{}" : argumentsJson);
    } catch (JsonProcessingException e) {
      return invalid("The arguments are not valid JSON: " + e.getOriginalMessage());
    }
    if (!arguments.isObject()) {
      return invalid("The arguments must be a JSON object.");
    }
    Schema schema = prepared.get(tool.name());
    List<String> problems =
        SchemaValidator.problems(schema == null ? compile(tool) : schema, arguments, "arguments");
    return problems.isEmpty()
        ? new ArgumentCheck.Valid(validator.object(arguments))
        : new ArgumentCheck.Invalid(problems);
  }

  private static ArgumentCheck invalid(String problem) {
    return new ArgumentCheck.Invalid(List.of(problem));
  }
}
