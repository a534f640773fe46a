package dev.perdure.api.body;

import dev.perdure.core.agent.SubAgent;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An agent that another one may delegate to. Its model is offered a tool {@code
 * delegate_to_<name>}.
 *
 * @param name unique among the sub-agents; letters, digits, underscore and hyphen, at most 50
 * @param agentId the agent
 * @param agent the same by its name
 * @param version the version; the current one when absent
 * @param description tells the model when to delegate
 * @param budget the most one delegation may spend, carved from what its parent has left
 */
public record SubAgentBody(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "researcher")
        @Nullable String name,
    @Nullable UUID agentId,
    @Schema(description = "The agent by its name, instead of agent_id.") @Nullable String agent,
    @Nullable Integer version,
    @Schema(example = "Finds and reads sources.") @Nullable String description,
    @Nullable BudgetBody budget) {

  static SubAgentBody of(SubAgent subAgent) {
    return new SubAgentBody(
        subAgent.name(),
        subAgent.agentId(),
        null,
        subAgent.version(),
        subAgent.description(),
        subAgent.budget() == null ? null : BudgetBody.of(subAgent.budget()));
  }
}
