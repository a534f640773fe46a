package dev.perdure.core.agent;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An agent that another one may delegate to. The model is offered a tool {@code
 * delegate_to_<name>}.
 *
 * @param name unique among the sub-agents of an agent; letters, digits, underscore and hyphen, at
 *     most 50
 * @param version which version; the current one when absent
 * @param description tells the model when to delegate to it
 * @param budget the most one delegation may spend; carved from what the parent has left, which is
 *     the bound when absent
 */
public record SubAgent(
    String name,
    UUID agentId,
    @Nullable Integer version,
    @Nullable String description,
    @Nullable Budget budget) {

  /** What the names of delegating tools begin with. */
  public static final String TOOL_PREFIX = "delegate_to_";

  public SubAgent {
    if (!name.matches("[A-Za-z0-9_-]{1,50}")) {
      throw new IllegalArgumentException("sub-agent name \"" + name + "\" is not valid");
    }
  }

  /** The tool by which a model delegates to it. */
  public String toolName() {
    return TOOL_PREFIX + name;
  }
}
