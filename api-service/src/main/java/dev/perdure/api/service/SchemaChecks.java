package dev.perdure.api.service;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.JsonSchemas;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Refuses what is no JSON Schema of an object, which is what models can be held to. */
final class SchemaChecks {

  private static final String FIELD = "/config/output_schema";
  private static final int LONGEST = 64 * 1024;

  private final JsonSchemas schemas;

  SchemaChecks(JsonSchemas schemas) {
    this.schemas = schemas;
  }

  @Nullable Map<String, Object> schema(@Nullable Map<String, Object> given) {
    if (given == null) {
      return null;
    }
    if (given.toString().length() > LONGEST) {
      throw Checks.invalid(FIELD, "may have 64 KiB at most");
    }
    if (!"object".equals(given.get("type"))) {
      throw Checks.invalid(FIELD + "/type", "must be object");
    }
    try {
      schemas.check(given);
    } catch (PerdureException e) {
      if (e.error() instanceof PerdureError.Invalid invalid) {
        throw PerdureException.invalid(invalid.code(), invalid.message(), FIELD);
      }
      throw e;
    }
    return given;
  }
}
