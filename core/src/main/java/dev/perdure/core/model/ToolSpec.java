package dev.perdure.core.model;

import java.util.Map;

/**
 * A tool as offered to a model.
 *
 * @param inputSchema JSON Schema of the arguments
 */
public record ToolSpec(String name, String description, Map<String, Object> inputSchema) {

  public ToolSpec {
    inputSchema = Map.copyOf(inputSchema);
  }
}
