package dev.perdure.llm;

import dev.perdure.llm.http.Limits;
import dev.perdure.llm.provider.ProviderConfig;
import dev.perdure.llm.provider.ProviderConfig.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The providers there are and the model used where nobody chose one. The rehearsal model is always
 * there.
 *
 * @param defaultModel {@code provider/model}
 * @param rehearsalPause between two words of the rehearsal model
 */
public record LlmConfig(
    List<ProviderConfig> providers, String defaultModel, Limits limits, Duration rehearsalPause) {

  /** The model that needs no network. */
  public static final String REHEARSAL_MODEL = "rehearsal/default";

  /** Quick, but slow enough to be seen. */
  public static final Duration DEFAULT_PAUSE = Duration.ofMillis(15);

  private static final String OPENAI = "https://api.openai.com/v1";
  private static final String ANTHROPIC = "https://api.anthropic.com/v1";
  private static final String OLLAMA = "http://127.0.0.1:11434/v1";

  public LlmConfig {
    providers = List.copyOf(providers);
    if (rehearsalPause.isNegative()) {
      throw new IllegalArgumentException("PERDURE_REHEARSAL_PAUSE_MS must not be negative.");
    }
  }

  /** Nothing but the rehearsal model. */
  public static LlmConfig rehearsalOnly() {
    return new LlmConfig(List.of(), REHEARSAL_MODEL, Limits.defaults(), DEFAULT_PAUSE);
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
   *       openai}
   *   <li>{@code ANTHROPIC_API_KEY}, {@code ANTHROPIC_BASE_URL}, {@code ANTHROPIC_MODEL}: provider
   *       {@code anthropic}
   *   <li>{@code PERDURE_OLLAMA_URL} (up to {@code /v1}), {@code PERDURE_OLLAMA_MODEL}: provider
   *       {@code ollama}, which is there, at its usual address on this machine, even if neither is
   *       set
   *   <li>{@code PERDURE_REHEARSAL_PAUSE_MS}: milliseconds between two words of the rehearsal model
   * </ul>
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  public static LlmConfig fromEnvironment(Map<String, String> environment) {
    var env = new Environment(environment);
    var providers = new ArrayList<ProviderConfig>();
    env.get("PERDURE_MODEL_URL").ifPresent(url -> providers.add(custom(env, url)));
    env.get("OPENAI_API_KEY").ifPresent(key -> providers.add(openAi(env, key)));
    env.get("ANTHROPIC_API_KEY").ifPresent(key -> providers.add(anthropic(env, key)));
    boolean ollamaIsMeant =
        env.get("PERDURE_OLLAMA_URL").or(() -> env.get("PERDURE_OLLAMA_MODEL")).isPresent();
    String chosen =
        providers.isEmpty() && !ollamaIsMeant
            ? REHEARSAL_MODEL
            : nameOf(providers.isEmpty() ? ollama(env) : providers.getFirst());
    providers.add(ollama(env));
    Duration pause =
        env.get("PERDURE_REHEARSAL_PAUSE_MS").map(Environment::milliseconds).orElse(DEFAULT_PAUSE);
    return new LlmConfig(
        providers, env.get("PERDURE_MODEL").orElse(chosen), Limits.defaults(), pause);
  }

  private static String nameOf(ProviderConfig provider) {
    return provider.name() + "/" + (provider.model() == null ? "default" : provider.model());
  }

  private static ProviderConfig custom(Environment env, String url) {
    return new ProviderConfig(
        "custom",
        Protocol.OPENAI_COMPATIBLE,
        url,
        env.orNull("PERDURE_MODEL_KEY"),
        env.orNull("PERDURE_MODEL_NAME"));
  }

  private static ProviderConfig openAi(Environment env, String key) {
    return new ProviderConfig(
        "openai",
        Protocol.OPENAI,
        env.get("OPENAI_BASE_URL").orElse(OPENAI),
        key,
        env.get("OPENAI_MODEL").orElse("gpt-5-mini"));
  }

  private static ProviderConfig anthropic(Environment env, String key) {
    return new ProviderConfig(
        "anthropic",
        Protocol.ANTHROPIC,
        env.get("ANTHROPIC_BASE_URL").orElse(ANTHROPIC),
        key,
        env.get("ANTHROPIC_MODEL").orElse("claude-haiku-4-5"));
  }

  private static ProviderConfig ollama(Environment env) {
    return new ProviderConfig(
        "ollama",
        Protocol.OPENAI_COMPATIBLE,
        env.get("PERDURE_OLLAMA_URL").orElse(OLLAMA),
        null,
        env.orNull("PERDURE_OLLAMA_MODEL"));
  }
}
