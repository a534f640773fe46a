package dev.perdure.core.skill;

import java.time.Duration;
import java.util.Map;

/**
 * What a tool is.
 *
 * @param name unique among the tools an agent sees; letters, digits, underscore and hyphen, at most
 *     64
 * @param description tells the model when to use it
 * @param inputSchema JSON Schema of its arguments
 * @param timeout the most one attempt may take
 * @param maxAttempts how often a retryable failure may be tried, at least 1
 * @param risk what approval policies go by
 */
public record ToolDescriptor(
    String name,
    String description,
    Map<String, Object> inputSchema,
    Effect effect,
    Duration timeout,
    int maxAttempts,
    Risk risk) {

  public ToolDescriptor {
    inputSchema = Map.copyOf(inputSchema);
    if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new IllegalArgumentException("tool name \"" + name + "\" is not valid");
    }
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("tool " + name + " allows no attempt");
    }
  }

  /** A tool of low risk. */
  public ToolDescriptor(
      String name,
      String description,
      Map<String, Object> inputSchema,
      Effect effect,
      Duration timeout,
      int maxAttempts) {
    this(name, description, inputSchema, effect, timeout, maxAttempts, Risk.LOW);
  }
}
