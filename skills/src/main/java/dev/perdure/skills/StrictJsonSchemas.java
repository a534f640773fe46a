package dev.perdure.skills;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.networknt.schema.Schema;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.JsonSchemas;
import java.util.List;
import java.util.Map;

/** JSON Schemas of draft 2020-12, with formats asserted; schemas are read anew each time. */
public final class StrictJsonSchemas implements JsonSchemas {

  private final SchemaValidator validator = new SchemaValidator();

  @Override
  public void check(Map<String, Object> schema) {
    compile(schema);
    List<String> problems = validator.problemsOfSchema(schema);
    if (!problems.isEmpty()) {
      throw invalid(String.join("; ", problems));
    }
  }

  @Override
  public List<String> problems(Map<String, Object> schema, String json, String whole) {
    Schema compiled = compile(schema);
    try {
      return SchemaValidator.problems(compiled, validator.read(json), whole);
    } catch (JsonProcessingException e) {
      return List.of(whole + ": It is not valid JSON: " + e.getOriginalMessage());
    }
  }

  private Schema compile(Map<String, Object> schema) {
    try {
      return validator.compile(schema);
    } catch (IllegalArgumentException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  private static PerdureException invalid(String why) {
    return PerdureException.invalid("schema_invalid", "This is not a JSON Schema: " + why, null);
  }
}
