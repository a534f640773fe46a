package dev.perdure.core.skill;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
 * @param untrusted whether it answers with what others wrote, such as a web page, a mail, or a
 *     document: that is marked as data, and harmful calls after it need approval
 * @param outputSchema JSON Schema of what it answers, when that is JSON; null for text
 * @param costMicros what one call costs, in millionths of a US dollar; counts against budgets
 */
public record ToolDescriptor(
    String name,
    String description,
    Map<String, Object> inputSchema,
    Effect effect,
    Duration timeout,
    int maxAttempts,
    Risk risk,
    boolean untrusted,
    @Nullable Map<String, Object> outputSchema,
    long costMicros) {

  public ToolDescriptor {
    inputSchema = Map.copyOf(inputSchema);
    outputSchema = outputSchema == null ? null : Map.copyOf(outputSchema);
    if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new IllegalArgumentException("tool name \"" + name + "\" is not valid");
    }
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("tool " + name + " allows no attempt");
    }
    if (costMicros < 0) {
      throw new IllegalArgumentException("tool " + name + " costs less than nothing");
    }
  }

  /** A tool whose answers can be trusted. */
  public ToolDescriptor(
      String name,
      String description,
      Map<String, Object> inputSchema,
      Effect effect,
      Duration timeout,
      int maxAttempts,
      Risk risk) {
    this(name, description, inputSchema, effect, timeout, maxAttempts, risk, false, null, 0);
  }

  /** The same tool, answering with what others wrote. */
  public ToolDescriptor untrusting() {
    return new ToolDescriptor(
        name,
        description,
        inputSchema,
        effect,
        timeout,
        maxAttempts,
        risk,
        true,
        outputSchema,
        costMicros);
  }

  /** The same tool, answering with JSON that fits a schema. */
  public ToolDescriptor answering(Map<String, Object> outputSchema) {
    return new ToolDescriptor(
        name,
        description,
        inputSchema,
        effect,
        timeout,
        maxAttempts,
        risk,
        untrusted,
        outputSchema,
        costMicros);
  }

  /** The same tool, costing something, in millionths of a US dollar. */
  public ToolDescriptor costing(long costMicros) {
    return new ToolDescriptor(
        name,
        description,
        inputSchema,
        effect,
        timeout,
        maxAttempts,
        risk,
        untrusted,
        outputSchema,
        costMicros);
  }

  /** Whether a call changes, sends or spends something: what a hostile text would be after. */
  public boolean canHarm() {
    return effect != Effect.NONE || risk == Risk.HIGH;
  }

  /** A tool of low risk whose answers can be trusted. */
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
