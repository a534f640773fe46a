package dev.perdure.llm;

import dev.perdure.core.model.ModelProvider;
import dev.perdure.core.model.ModelSettings;
import dev.perdure.core.secret.ModelKey;
import dev.perdure.llm.http.Transport;
import dev.perdure.llm.provider.AnthropicProvider;
import dev.perdure.llm.provider.GeminiProvider;
import dev.perdure.llm.provider.MistralProvider;
import dev.perdure.llm.provider.OllamaProvider;
import dev.perdure.llm.provider.OpenAiProvider;
import dev.perdure.llm.provider.ProviderConfig;
import dev.perdure.llm.provider.ProviderConfig.Protocol;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The providers over HTTP that are built in. */
final class BuiltIn {
  private static final String OLLAMA = "http://127.0.0.1:11434";

  private BuiltIn() {}

  /** A provider that is there when its key is set. */
  private record Keyed(
      String name, Protocol protocol, String variables, String baseUrl, String model) {

    Optional<ProviderConfig> config(ModelSettings settings) {
      return settings
          .get(variables + "_API_KEY")
          .map(key ->
              new ProviderConfig(
                  name,
                  protocol,
                  settings.get(variables + "_BASE_URL").orElse(baseUrl),
                  key,
                  settings.get(variables + "_MODEL").orElse(model)));
    }
  }

  private static final List<Keyed> KEYED =
      List.of(
          new Keyed("openai", Protocol.OPENAI, "OPENAI", "https://api.openai.com/v1", "gpt-5-mini"),
          new Keyed(
              "anthropic",
              Protocol.ANTHROPIC,
              "ANTHROPIC",
              "https://api.anthropic.com/v1",
              "claude-haiku-4-5"),
          new Keyed(
              "gemini",
              Protocol.GEMINI,
              "GEMINI",
              "https://generativelanguage.googleapis.com/v1beta",
              "gemini-2.5-flash"),
          new Keyed(
              "mistral",
              Protocol.MISTRAL,
              "MISTRAL",
              "https://api.mistral.ai/v1",
              "mistral-small-latest"));

  private static final Map<String, Protocol> PROTOCOLS =
      Map.of(
          "openai", Protocol.OPENAI,
          "anthropic", Protocol.ANTHROPIC,
          "gemini", Protocol.GEMINI,
          "mistral", Protocol.MISTRAL,
          "ollama", Protocol.OLLAMA,
          "custom", Protocol.OPENAI_COMPATIBLE);

  /**
   * Those that are set up, in the order in which they have the default model. Ollama, which needs
   * no key, is always there, and last.
   */
  static List<ProviderConfig> configs(ModelSettings settings) {
    var configs = new ArrayList<ProviderConfig>();
    settings.get("PERDURE_MODEL_URL").ifPresent(url -> configs.add(custom(settings, url)));
    KEYED.forEach(keyed -> keyed.config(settings).ifPresent(configs::add));
    configs.add(
        new ProviderConfig(
            "ollama",
            Protocol.OLLAMA,
            settings.get("PERDURE_OLLAMA_URL").orElse(OLLAMA),
            null,
            settings.orNull("PERDURE_OLLAMA_MODEL")));
    return configs;
  }

  /** What to set so that a provider is there; for those that are not. */
  static Map<String, String> missing(List<ProviderConfig> configs) {
    var missing = new TreeMap<String, String>();
    KEYED.forEach(keyed -> missing.put(keyed.name(), keyed.variables() + "_API_KEY"));
    missing.put("custom", "PERDURE_MODEL_URL");
    configs.forEach(config -> missing.remove(config.name()));
    return missing;
  }

  /** Those of them at which an organization can have a key of its own. */
  static SortedSet<String> known() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(PROTOCOLS.keySet()));
  }

  /** Whether an organization can have a key of its own at this provider. */
  static boolean isKnown(String provider) {
    return PROTOCOLS.containsKey(provider);
  }

  /**
   * A provider with an organization's own key. Without an address of its own it is at that of the
   * installation, else at the provider's.
   */
  static Optional<ProviderConfig> config(
      String provider, ModelKey key, List<ProviderConfig> installed) {
    Optional<String> address =
        Optional.ofNullable(key.baseUrl())
            .or(() ->
                installed.stream()
                    .filter(config -> config.name().equals(provider))
                    .map(ProviderConfig::baseUrl)
                    .findFirst())
            .or(() -> usual(provider).map(Keyed::baseUrl));
    String model =
        key.defaultModel() == null
            ? usual(provider).map(Keyed::model).orElse(null)
            : key.defaultModel();
    return address.map(url ->
        new ProviderConfig(
            provider, Objects.requireNonNull(PROTOCOLS.get(provider)), url, key.key(), model));
  }

  private static Optional<Keyed> usual(String provider) {
    return KEYED.stream().filter(keyed -> keyed.name().equals(provider)).findFirst();
  }

  static ModelProvider provider(ProviderConfig config, Transport transport) {
    return switch (config.protocol()) {
      case OPENAI, OPENAI_COMPATIBLE -> new OpenAiProvider(config, transport);
      case ANTHROPIC -> new AnthropicProvider(config, transport);
      case GEMINI -> new GeminiProvider(config, transport);
      case MISTRAL -> new MistralProvider(config, transport);
      case OLLAMA -> new OllamaProvider(config, transport);
    };
  }

  private static ProviderConfig custom(ModelSettings settings, String url) {
    return new ProviderConfig(
        "custom",
        Protocol.OPENAI_COMPATIBLE,
        url,
        settings.orNull("PERDURE_MODEL_KEY"),
        settings.orNull("PERDURE_MODEL_NAME"));
  }
}
