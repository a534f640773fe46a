package dev.perdure.devstack.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which model the agent "demo" uses, and why. The order is that of the llm module.
 *
 * @param model its name, {@code provider/model}; {@code default} is what the provider is set to
 * @param reason as a person reads it
 */
record ModelChoice(String model, String reason) {

  /** A provider that an environment variable switches on. */
  private record Switch(String variable, String provider) {}

  private static final List<Switch> SWITCHES =
      List.of(
          new Switch("PERDURE_MODEL_URL", "custom"),
          new Switch("OPENAI_API_KEY", "openai"),
          new Switch("ANTHROPIC_API_KEY", "anthropic"),
          new Switch("PERDURE_OLLAMA_URL", "ollama"),
          new Switch("PERDURE_OLLAMA_MODEL", "ollama"));

  /** Chooses by this process's environment, and looks for an Ollama when that names nothing. */
  static ModelChoice ofThisMachine() {
    return of(System.getenv(), Ollama::hasModel);
  }

  static ModelChoice of(Map<String, String> variables, OllamaSearch ollama) {
    Optional<String> wanted = value(variables, "PERDURE_MODEL");
    if (wanted.isPresent()) {
      return new ModelChoice(wanted.get(), "PERDURE_MODEL is set");
    }
    for (Switch provider : SWITCHES) {
      if (value(variables, provider.variable()).isPresent()) {
        return new ModelChoice(provider.provider() + "/default", provider.variable() + " is set");
      }
    }
    return ollama.hasModel()
        ? new ModelChoice("ollama/default", "an Ollama answers on this machine")
        : rehearsal();
  }

  private static ModelChoice rehearsal() {
    return new ModelChoice(
        "rehearsal/default",
        "offline and deterministic; for a real one set OPENAI_API_KEY, ANTHROPIC_API_KEY,"
            + " GEMINI_API_KEY, MISTRAL_API_KEY or PERDURE_MODEL_URL before ./perdure up");
  }

  private static Optional<String> value(Map<String, String> variables, String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }

  /** Looks for an Ollama that has a model. */
  @FunctionalInterface
  interface OllamaSearch {
    boolean hasModel();
  }
}
