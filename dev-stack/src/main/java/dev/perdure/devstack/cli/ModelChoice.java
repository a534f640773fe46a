package dev.perdure.devstack.cli;

import dev.perdure.devstack.process.Ports;
import java.util.Map;

/**
 * Which model the development agent uses.
 *
 * @param model its name, {@code provider/model}
 * @param reason why, as a person reads it
 */
record ModelChoice(String model, String reason) {

  private static final int OLLAMA_PORT = 11_434;

  static ModelChoice of(Map<String, String> environment) {
    return of(environment, Ports.accepts(OLLAMA_PORT, 200));
  }

  static ModelChoice of(Map<String, String> environment, boolean ollamaRuns) {
    String wanted = environment.getOrDefault("PERDURE_MODEL", "");
    if (!wanted.isBlank()) {
      return new ModelChoice(wanted, "PERDURE_MODEL is set");
    }
    if (isSet(environment, "PERDURE_MODEL_URL")) {
      return new ModelChoice("openai/default", "PERDURE_MODEL_URL is set");
    }
    if (isSet(environment, "OPENAI_API_KEY")) {
      return new ModelChoice("openai/gpt-5-mini", "OPENAI_API_KEY is set");
    }
    if (isSet(environment, "ANTHROPIC_API_KEY")) {
      return new ModelChoice("anthropic/claude-haiku-4-5", "ANTHROPIC_API_KEY is set");
    }
    if (ollamaRuns) {
      return new ModelChoice("ollama/default", "an Ollama runs on this machine");
    }
    return new ModelChoice(
        "rehearsal/default",
        "offline and deterministic; set OPENAI_API_KEY, ANTHROPIC_API_KEY or PERDURE_MODEL_URL for a real one");
  }

  private static boolean isSet(Map<String, String> environment, String name) {
    return !environment.getOrDefault(name, "").isBlank();
  }
}
