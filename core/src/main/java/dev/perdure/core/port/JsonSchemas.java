package dev.perdure.core.port;

import java.util.List;
import java.util.Map;

/** Holds JSON against JSON Schemas. Schemas are never fetched from elsewhere. */
public interface JsonSchemas {

  /**
   * Refuses what is no JSON Schema.
   *
   * @throws dev.perdure.core.error.PerdureException with {@code Invalid}, {@code schema_invalid}
   */
  void check(Map<String, Object> schema);

  /**
   * What is wrong with a text that should be JSON of this schema, worded for a model; empty when it
   * fits.
   *
   * @param whole what the text as a whole is called
   * @throws dev.perdure.core.error.PerdureException with {@code Invalid}, {@code schema_invalid}
   */
  List<String> problems(Map<String, Object> schema, String json, String whole);

  /** What is wrong with an answer. */
  default List<String> problems(Map<String, Object> schema, String json) {
    return problems(schema, json, "answer");
  }
}
