package dev.perdure.llm;

import dev.perdure.llm.http.Limits;
import dev.perdure.llm.provider.ProviderConfig;
import dev.perdure.llm.provider.ProviderConfig.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The providers there are and the model used where nobody chose one. The rehearsal model is always
 * there.
 *
 * @param defaultModel {@code provider/model}; null takes the first provider that has a model, or
 *     else the rehearsal model
 * @param rehearsalPause between two pieces of the rehearsal model's text
 */
public record LlmConfig(
    List<ProviderConfig> providers,
    @Nullable String defaultModel,
    Limits limits,
    Duration rehearsalPause) {

  /** Between two words: quick, but slow enough to be seen. */
  public static final Duration DEFAULT_PAUSE = Duration.ofMillis(15);

  private static final String OPENAI = "https://api.openai.com/v1";
  private static final String ANTHROPIC = "https://api.anthropic.com/v1";

  public LlmConfig {
    providers = List.copyOf(providers);
    if (rehearsalPause.isNegative()) {
      throw new IllegalArgumentException("PERDURE_REHEARSAL_PAUSE_MS must not be negative.");
    }
  }

  /** Nothing but the rehearsal model. */
  public static LlmConfig rehearsalOnly() {
    return fromEnvironment(Map.of());
  }

  /**
   * Reads what is set of these variables, in this order of precedence for the default model:
   *
   * <ul>
   *   <li>{@code PERDURE_MODEL}: the default as {@code provider/model}
   *   <li>{@code PERDURE_MODEL_URL}, {@code PERDURE_MODEL_KEY}, {@code PERDURE_MODEL_NAME}:
   *       provider {@code custom}, any server that speaks OpenAI's chat completions
   *   <li>{@code OPENAI_API_KEY}, {@code OPENAI_BASE_URL}, {@code OPENAI_MODEL}: provider {@code
   *       openai}
   *   <li>{@code ANTHROPIC_API_KEY}, {@code ANTHROPIC_BASE_URL}, {@code ANTHROPIC_MODEL}: provider
   *       {@code anthropic}
   *   <li>{@code PERDURE_OLLAMA_URL} (up to {@code /v1}), {@code PERDURE_OLLAMA_MODEL}: provider
   *       {@code ollama}
   *   <li>{@code PERDURE_REHEARSAL_PAUSE_MS}: milliseconds between two words of the rehearsal model
   * </ul>
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  public static LlmConfig fromEnvironment(Map<String, String> environment) {
    var env = new Environment(environment);
    var providers = new ArrayList<ProviderConfig>();
    env.get("PERDURE_MODEL_URL")
        .ifPresent(url ->
            providers.add(
                new ProviderConfig(
                    "custom",
                    Protocol.OPENAI_COMPATIBLE,
                    url,
                    env.orNull("PERDURE_MODEL_KEY"),
                    env.get("PERDURE_MODEL_NAME").orElse("default"))));
    env.get("OPENAI_API_KEY")
        .ifPresent(key ->
            providers.add(
                new ProviderConfig(
                    "openai",
                    Protocol.OPENAI,
                    env.get("OPENAI_BASE_URL").orElse(OPENAI),
                    key,
                    env.get("OPENAI_MODEL").orElse("gpt-4.1-mini"))));
    env.get("ANTHROPIC_API_KEY")
        .ifPresent(key ->
            providers.add(
                new ProviderConfig(
                    "anthropic",
                    Protocol.ANTHROPIC,
                    env.get("ANTHROPIC_BASE_URL").orElse(ANTHROPIC),
                    key,
                    env.get("ANTHROPIC_MODEL").orElse("claude-sonnet-4-5"))));
    env.get("PERDURE_OLLAMA_URL")
        .ifPresent(url ->
            providers.add(
                new ProviderConfig(
                    "ollama",
                    Protocol.OPENAI_COMPATIBLE,
                    url,
                    null,
                    env.orNull("PERDURE_OLLAMA_MODEL"))));
    Duration pause =
        env.get("PERDURE_REHEARSAL_PAUSE_MS").map(Environment::milliseconds).orElse(DEFAULT_PAUSE);
    return new LlmConfig(providers, env.orNull("PERDURE_MODEL"), Limits.defaults(), pause);
  }

  /** The model used where nobody chose one, as {@code provider/model}. */
  public String chosenModel() {
    if (defaultModel != null) {
      return defaultModel;
    }
    for (ProviderConfig provider : providers) {
      if (provider.model() != null) {
        return provider.name() + "/" + provider.model();
      }
    }
    return ProviderGateway.REHEARSAL_MODEL;
  }
}
