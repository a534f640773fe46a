package dev.perdure.skills.custom.openapi;

import dev.perdure.skills.custom.ToolOverride;
import java.util.List;
import java.util.Map;

/**
 * What is kept of a skill that is an OpenAPI document.
 *
 * @param server where requests go, without a slash at its end
 * @param idempotencyHeader the header that names the effect of a call; empty for none
 * @param warnings what is wrong with parts of the document that were not chosen
 */
record OpenApiDefinition(
    String instructions,
    String documentUrl,
    String server,
    String idempotencyHeader,
    int timeoutSeconds,
    Map<String, ToolOverride> overrides,
    List<Operation> operations,
    List<String> warnings) {

  OpenApiDefinition {
    operations = List.copyOf(operations);
    warnings = List.copyOf(warnings);
  }

  ToolOverride override(Operation operation) {
    return overrides.getOrDefault(operation.id(), ToolOverride.NONE);
  }
}
