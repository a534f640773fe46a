package dev.perdure.llm.provider;

import dev.perdure.core.model.ModelProvider;
import dev.perdure.llm.http.Transport;
import dev.perdure.llm.provider.ProviderConfig.Protocol;

class AnthropicProviderTest extends ProviderContract {
  @Override
  ModelProvider provider(String baseUrl, Transport transport) {
    var config =
        new ProviderConfig("anthropic", Protocol.ANTHROPIC, baseUrl, "sk-test-12345678", null);
    return new AnthropicProvider(config, transport);
  }
}
