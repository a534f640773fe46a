package dev.perdure.activities;

import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.agent.ApprovalPolicy;
import dev.perdure.core.agent.Budget;
import dev.perdure.core.agent.OnFailure;
import dev.perdure.core.agent.SubAgent;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The laboratory's agent with something changed. */
final class LabAgent {

  private List<String> fallbacks = List.of();
  private List<SubAgent> subAgents = List.of();
  private boolean askUser;
  private @Nullable ApprovalPolicy approvals;
  private @Nullable Budget budget;
  private @Nullable OnFailure onFailure;
  private @Nullable Map<String, Object> schema;

  private LabAgent() {}

  static LabAgent config() {
    return new LabAgent();
  }

  LabAgent fallbacks(String... models) {
    fallbacks = List.of(models);
    return this;
  }

  LabAgent delegatesTo(UUID agentId) {
    subAgents = List.of(new SubAgent("helper", agentId, null, "Helps.", null));
    return this;
  }

  LabAgent askUser() {
    askUser = true;
    return this;
  }

  LabAgent approvals(ApprovalPolicy policy) {
    approvals = policy;
    return this;
  }

  LabAgent budget(Budget limits) {
    budget = limits;
    return this;
  }

  LabAgent fails() {
    onFailure = OnFailure.FAIL;
    return this;
  }

  LabAgent schema(Map<String, Object> outputSchema) {
    schema = outputSchema;
    return this;
  }

  AgentConfig build() {
    return AgentConfig.of(
        "Be brief.",
        "lab/scripted",
        null,
        List.of("lab"),
        200,
        fallbacks,
        subAgents,
        askUser,
        approvals,
        budget,
        onFailure,
        schema);
  }
}
