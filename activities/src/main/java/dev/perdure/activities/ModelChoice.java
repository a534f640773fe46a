package dev.perdure.activities;

import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.step.RunFacts;
import java.util.List;

/** The models of a run: the one a person switched it to or the agent's own, then the fallbacks. */
final class ModelChoice {

  private final String first;
  private final List<String> fallbacks;

  ModelChoice(AgentConfig config, RunFacts facts) {
    String switched = facts.model();
    this.first = switched == null ? config.model() : switched;
    this.fallbacks = config.fallbackModels();
  }

  /** The run's own for 0, the nth to fall back to for n. */
  String model(int order) {
    if (order == 0) {
      return first;
    }
    if (order > fallbacks.size()) {
      throw PerdureException.modelFinal(
          "model_not_found", "The agent has no fallback model number " + order + ".", null);
    }
    return fallbacks.get(order - 1);
  }
}
