package dev.perdure.api.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perdure.llm.LlmConfig;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The model providers. A provider is there when its URL or key is set; the rehearsal model always
 * is.
 *
 * @param settings by the names {@link LlmConfig#fromEnvironment} knows
 */
public record ModelsConfig(Map<String, String> settings) {

  public ModelsConfig {
    settings = Map.copyOf(settings);
  }

  @JsonCreator
  static ModelsConfig of(
      @JsonProperty("defaultModel") @Nullable String defaultModel,
      @JsonProperty("url") @Nullable String url,
      @JsonProperty("key") @Nullable String key,
      @JsonProperty("name") @Nullable String name,
      @JsonProperty("openaiKey") @Nullable String openaiKey,
      @JsonProperty("openaiUrl") @Nullable String openaiUrl,
      @JsonProperty("openaiModel") @Nullable String openaiModel,
      @JsonProperty("anthropicKey") @Nullable String anthropicKey,
      @JsonProperty("anthropicUrl") @Nullable String anthropicUrl,
      @JsonProperty("anthropicModel") @Nullable String anthropicModel,
      @JsonProperty("ollamaUrl") @Nullable String ollamaUrl,
      @JsonProperty("ollamaModel") @Nullable String ollamaModel,
      @JsonProperty("rehearsalPauseMs") @Nullable String rehearsalPauseMs) {
    Map<String, String> settings = new HashMap<>();
    put(settings, "PERDURE_MODEL", defaultModel);
    put(settings, "PERDURE_MODEL_URL", url);
    put(settings, "PERDURE_MODEL_KEY", key);
    put(settings, "PERDURE_MODEL_NAME", name);
    put(settings, "OPENAI_API_KEY", openaiKey);
    put(settings, "OPENAI_BASE_URL", openaiUrl);
    put(settings, "OPENAI_MODEL", openaiModel);
    put(settings, "ANTHROPIC_API_KEY", anthropicKey);
    put(settings, "ANTHROPIC_BASE_URL", anthropicUrl);
    put(settings, "ANTHROPIC_MODEL", anthropicModel);
    put(settings, "PERDURE_OLLAMA_URL", ollamaUrl);
    put(settings, "PERDURE_OLLAMA_MODEL", ollamaModel);
    put(settings, "PERDURE_REHEARSAL_PAUSE_MS", rehearsalPauseMs);
    return new ModelsConfig(settings);
  }

  /**
   * As the llm module takes it.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  public LlmConfig llm() {
    return LlmConfig.fromEnvironment(settings);
  }

  /** Without the settings, which carry keys. */
  @Override
  public String toString() {
    return "ModelsConfig[" + settings.keySet() + "]";
  }

  private static void put(Map<String, String> settings, String name, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      settings.put(name, value);
    }
  }
}
