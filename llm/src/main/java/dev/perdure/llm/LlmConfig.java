package dev.perdure.llm;

import dev.perdure.core.model.ModelSettings;
import dev.perdure.llm.http.Limits;
import dev.perdure.llm.provider.ProviderConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The providers there are and the model used where nobody chose one. The rehearsal model is always
 * there.
 *
 * @param defaultModel {@code provider/model}
 * @param rehearsalPause between two words of the rehearsal model
 * @param settings all of them, for plug-ins
 */
public record LlmConfig(
    List<ProviderConfig> providers,
    String defaultModel,
    Limits limits,
    Duration rehearsalPause,
    ModelSettings settings) {

  /** The model that needs no network. */
  public static final String REHEARSAL_MODEL = "rehearsal/default";

  /** Quick, but slow enough to be seen. */
  public static final Duration DEFAULT_PAUSE = Duration.ofMillis(15);

  private static final String PAUSE = "PERDURE_REHEARSAL_PAUSE_MS";
  private static final String SILENCE = "PERDURE_MODEL_SILENCE";

  public LlmConfig {
    providers = List.copyOf(providers);
    if (rehearsalPause.isNegative()) {
      throw new IllegalArgumentException(PAUSE + " must not be negative.");
    }
  }

  /** Nothing but the rehearsal model. */
  public static LlmConfig rehearsalOnly() {
    return new LlmConfig(
        List.of(), REHEARSAL_MODEL, Limits.defaults(), DEFAULT_PAUSE, new ModelSettings(Map.of()));
  }

  /**
   * Reads what is set of these variables. The first provider set, in this order, has the default
   * model; with none it is the rehearsal model.
   *
   * <ul>
   *   <li>{@code PERDURE_MODEL}: the default as {@code provider/model}, whatever else is set
   *   <li>{@code PERDURE_MODEL_URL} (up to {@code /v1}), {@code PERDURE_MODEL_KEY}, {@code
   *       PERDURE_MODEL_NAME}: provider {@code custom}, any server that speaks OpenAI's chat
   *       completions; without a name, its first model
   *   <li>{@code OPENAI_API_KEY}, {@code OPENAI_BASE_URL}, {@code OPENAI_MODEL}: provider {@code
   *       openai}; in the same way {@code ANTHROPIC_…}, {@code GEMINI_…} and {@code MISTRAL_…}
   *   <li>{@code PERDURE_OLLAMA_URL}, {@code PERDURE_OLLAMA_MODEL}: provider {@code ollama}, which
   *       is there, at its usual address on this machine, even if neither is set
   *   <li>{@code PERDURE_MODEL_SILENCE}: the longest time in which nothing comes, such as {@code
   *       60s}
   *   <li>{@code PERDURE_REHEARSAL_PAUSE_MS}: milliseconds between two words of the rehearsal model
   * </ul>
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  public static LlmConfig fromEnvironment(Map<String, String> environment) {
    var settings = new ModelSettings(environment);
    List<ProviderConfig> providers = BuiltIn.configs(settings);
    Duration pause =
        settings.get(PAUSE).map(value -> Times.milliseconds(PAUSE, value)).orElse(DEFAULT_PAUSE);
    Limits limits =
        settings
            .get(SILENCE)
            .map(value -> Limits.defaults().withSilence(Times.of(SILENCE, value)))
            .orElseGet(Limits::defaults);
    String chosen = settings.get("PERDURE_MODEL").orElseGet(() -> defaultOf(providers, settings));
    return new LlmConfig(providers, chosen, limits, pause, settings);
  }

  private static String defaultOf(List<ProviderConfig> providers, ModelSettings settings) {
    boolean ollamaIsMeant =
        settings
            .get("PERDURE_OLLAMA_URL")
            .or(() -> settings.get("PERDURE_OLLAMA_MODEL"))
            .isPresent();
    if (providers.size() == 1 && !ollamaIsMeant) {
      return REHEARSAL_MODEL;
    }
    ProviderConfig first = providers.getFirst();
    return first.name() + "/" + (first.model() == null ? "default" : first.model());
  }
}
