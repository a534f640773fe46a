package dev.perdure.api.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perdure.core.model.PriceList;
import dev.perdure.llm.LlmConfig;
import dev.perdure.llm.price.PriceEntry;
import dev.perdure.llm.price.PriceTable;
import io.dropwizard.util.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The model providers. A provider is there when its URL or key is set; the rehearsal model always
 * is.
 *
 * @param settings by the names {@link LlmConfig#fromEnvironment} knows, and those of plug-ins
 * @param prices that go before the shipped ones
 */
public record ModelsConfig(Map<String, String> settings, List<PriceEntry> prices) {

  public ModelsConfig {
    settings = Map.copyOf(settings);
    prices = List.copyOf(prices);
  }

  /** With the shipped prices. */
  public ModelsConfig(Map<String, String> settings) {
    this(settings, List.of());
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
      @JsonProperty("geminiKey") @Nullable String geminiKey,
      @JsonProperty("geminiUrl") @Nullable String geminiUrl,
      @JsonProperty("geminiModel") @Nullable String geminiModel,
      @JsonProperty("mistralKey") @Nullable String mistralKey,
      @JsonProperty("mistralUrl") @Nullable String mistralUrl,
      @JsonProperty("mistralModel") @Nullable String mistralModel,
      @JsonProperty("ollamaUrl") @Nullable String ollamaUrl,
      @JsonProperty("ollamaModel") @Nullable String ollamaModel,
      @JsonProperty("rehearsalPauseMs") @Nullable String rehearsalPauseMs,
      @JsonProperty("silence") @Nullable Duration silence,
      @JsonProperty("settings") @Nullable Map<String, String> plugIns,
      @JsonProperty("prices") @Nullable List<PriceEntry> prices) {
    Map<String, String> settings = new HashMap<>();
    if (plugIns != null) {
      plugIns.forEach((setting, value) -> put(settings, setting, value));
    }
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
    put(settings, "GEMINI_API_KEY", geminiKey);
    put(settings, "GEMINI_BASE_URL", geminiUrl);
    put(settings, "GEMINI_MODEL", geminiModel);
    put(settings, "MISTRAL_API_KEY", mistralKey);
    put(settings, "MISTRAL_BASE_URL", mistralUrl);
    put(settings, "MISTRAL_MODEL", mistralModel);
    put(settings, "PERDURE_OLLAMA_URL", ollamaUrl);
    put(settings, "PERDURE_OLLAMA_MODEL", ollamaModel);
    put(settings, "PERDURE_REHEARSAL_PAUSE_MS", rehearsalPauseMs);
    if (silence != null) {
      put(settings, "PERDURE_MODEL_SILENCE", silence.toMilliseconds() + "ms");
    }
    return new ModelsConfig(settings, prices == null ? List.of() : prices);
  }

  /**
   * As the llm module takes it.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  public LlmConfig llm() {
    return LlmConfig.fromEnvironment(settings);
  }

  /**
   * The shipped prices, under those configured here.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  public PriceList priceList() {
    return PriceTable.create(prices);
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
