package dev.perdure.llm.provider;

import dev.perdure.llm.http.ModelErrors;
import dev.perdure.llm.http.Transport;
import dev.perdure.llm.provider.ProviderConfig.Protocol;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code provider/default} means: the configured model, or else the first that the server
 * lists.
 */
final class DefaultModel {
  /** The name that stands for it. */
  static final String NAME = "default";

  private final ProviderConfig config;
  private final Transport transport;
  private volatile @Nullable String found;

  DefaultModel(ProviderConfig config, Transport transport) {
    this.config = config;
    this.transport = transport;
    this.found = config.model();
  }

  /** The name, or what stands behind it. */
  String resolve(String model, Duration deadline) {
    if (!model.equals(NAME)) {
      return model;
    }
    String known = found;
    if (known == null) {
      known = ask(deadline);
      found = known;
    }
    return known;
  }

  private String ask(Duration deadline) {
    String key = config.apiKey();
    Map<String, String> headers = key == null ? Map.of() : Map.of("Authorization", "Bearer " + key);
    boolean ollama = config.protocol() == Protocol.OLLAMA;
    String url = config.baseUrl() + (ollama ? "/api/tags" : "/models");
    var list = transport.get(config.name(), url, headers, deadline);
    String first = list.at(ollama ? "/models/0/name" : "/data/0/id").asText();
    if (first.isEmpty()) {
      throw ModelErrors.noModel(config.name());
    }
    return first;
  }
}
