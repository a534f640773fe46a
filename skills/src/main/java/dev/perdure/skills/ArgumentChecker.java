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

  /** How many schemas are kept ready; organizations bring their own, so there is no end to them. */
  private static final int KEPT = 2_000;

  private final Map<Map<String, Object>, Schema> compiled = new ConcurrentHashMap<>();

  /** Refuses a tool whose schema is none. */
  void prepare(ToolDescriptor tool) {
    schema(tool);
  }

  private Schema schema(ToolDescriptor tool) {
    Schema known = compiled.get(tool.inputSchema());
    if (known != null) {
      return known;
    }
    Schema schema = compile(tool);
    if (compiled.size() >= KEPT) {
      compiled.clear();
    }
    compiled.put(tool.inputSchema(), schema);
    return schema;
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
    List<String> problems = SchemaValidator.problems(schema(tool), arguments, "arguments");
    return problems.isEmpty()
        ? new ArgumentCheck.Valid(validator.object(arguments))
        : new ArgumentCheck.Invalid(problems);
  }

  private static ArgumentCheck invalid(String problem) {
    return new ArgumentCheck.Invalid(List.of(problem));
  }
}
