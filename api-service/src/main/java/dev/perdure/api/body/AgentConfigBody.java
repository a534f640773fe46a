package dev.perdure.api.body;

import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.agent.ModelParameters;
import dev.perdure.core.agent.OnFailure;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is, as written by clients; whatever is left out has a default.
 *
 * @param instructions the system prompt
 * @param model {@code provider/model}; the service's default model when absent
 * @param skills names of the skills whose tools the agent may call
 * @param maxSteps the most steps one run may take, 1 to 100,000; 250 when absent
 * @param fallbackModels {@code provider/model} names, tried in order when the model fails for good
 * @param subAgents whom it may delegate to
 * @param askUser whether it may ask the person it works for, by the tool {@code ask_user}
 * @param approvals which tool calls need a person's approval
 * @param budget what one run may spend
 * @param onFailure {@code wait} for recovery, which is the default, or {@code fail}
 * @param outputSchema JSON Schema that the answer must fit; free text when absent
 */
public record AgentConfigBody(
    @Schema(example = "Answer in one sentence.") @Nullable String instructions,
    @Schema(example = "rehearsal/default") @Nullable String model,
    @Nullable ModelParameters parameters,
    @Schema(example = "[\"clock\", \"calculator\"]") @Nullable List<String> skills,
    @Schema(minimum = "1", maximum = "100000", description = "250 when absent.")
        @Nullable Integer maxSteps,
    @Schema(
            description = "Tried in order when the model fails for good.",
            example = "[\"rehearsal/other\"]")
        @Nullable List<String> fallbackModels,
    @Nullable List<SubAgentBody> subAgents,
    @Schema(description = "Whether it may ask the person it works for; false when absent.")
        @Nullable Boolean askUser,
    @Nullable ApprovalsBody approvals,
    @Nullable BudgetBody budget,
    @Schema(description = "What to do when it can't go on: wait for recovery when absent.")
        @Nullable OnFailure onFailure,
    @Schema(description = "JSON Schema that the answer must fit; free text when absent.")
        @Nullable Map<String, Object> outputSchema) {

  /** All defaults. */
  public static final AgentConfigBody EMPTY =
      new AgentConfigBody(null, null, null, null, null, null, null, null, null, null, null, null);

  /** A stored configuration. */
  public static AgentConfigBody of(AgentConfig config) {
    return new AgentConfigBody(
        config.instructions(),
        config.model(),
        config.parameters(),
        config.skills(),
        config.maxSteps(),
        config.fallbackModels(),
        config.subAgents().stream().map(SubAgentBody::of).toList(),
        config.askUser(),
        ApprovalsBody.of(config.approvals()),
        BudgetBody.of(config.budget()),
        config.onFailure(),
        config.outputSchema());
  }
}
