package dev.perdure.api.body;

import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.agent.ModelParameters;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is, as written by clients; whatever is left out has a default.
 *
 * @param instructions the system prompt
 * @param model {@code provider/model}; the service's default model when absent
 * @param skills names of the skills whose tools the agent may call
 * @param maxSteps the most steps one run may take, 1 to 100,000; 250 when absent
 */
public record AgentConfigBody(
    @Schema(example = "Answer in one sentence.") @Nullable String instructions,
    @Schema(example = "rehearsal/default") @Nullable String model,
    @Nullable ModelParameters parameters,
    @Schema(example = "[\"clock\", \"calculator\"]") @Nullable List<String> skills,
    @Schema(minimum = "1", maximum = "100000", description = "250 when absent.")
        @Nullable Integer maxSteps) {

  /** The configuration with its defaults filled in. */
  public AgentConfig toConfig(String defaultModel) {
    return AgentConfig.of(
        instructions, model == null ? defaultModel : model, parameters, skills, maxSteps);
  }

  /** A stored configuration. */
  public static AgentConfigBody of(AgentConfig config) {
    return new AgentConfigBody(
        config.instructions(),
        config.model(),
        config.parameters(),
        config.skills(),
        config.maxSteps());
  }
}
