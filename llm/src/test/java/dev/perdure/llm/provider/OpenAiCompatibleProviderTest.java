package dev.perdure.llm.provider;

import dev.perdure.core.model.ModelProvider;
import dev.perdure.llm.http.Transport;
import dev.perdure.llm.provider.ProviderConfig.Protocol;

class OpenAiCompatibleProviderTest extends ProviderContract {
  @Override
  ModelProvider provider(String baseUrl, Transport transport) {
    var config =
        new ProviderConfig("custom", Protocol.OPENAI_COMPATIBLE, baseUrl, "sk-test-12345678", null);
    return new OpenAiProvider(config, transport);
  }
}
