package dev.perdure.llm.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.llm.http.Dialect;
import dev.perdure.llm.http.Transport;
import dev.perdure.llm.provider.ProviderConfig.Protocol;
import org.jspecify.annotations.Nullable;

/** OpenAI, and the many servers that speak its chat completions. */
public final class OpenAiProvider extends LangChainProvider {

  public OpenAiProvider(ProviderConfig config, Transport transport) {
    super(config, transport, OpenAiProvider::read);
  }

  @Override
  StreamingChatModel model(ModelRequest request, HttpClientBuilder client) {
    var parameters = request.parameters();
    var model =
        OpenAiStreamingChatModel.builder()
            .httpClientBuilder(client)
            .baseUrl(config().baseUrl())
            .apiKey(config().apiKey())
            .modelName(request.model())
            .temperature(parameters.temperature())
            .topP(parameters.topP())
            .accumulateToolCallId(false);
    if (config().protocol() == Protocol.OPENAI) {
      model.maxCompletionTokens(parameters.maxOutputTokens());
    } else {
      model.maxTokens(parameters.maxOutputTokens());
    }
    return model.build();
  }

  @Override
  TokenUsage usage(ChatResponse response) {
    if (!(response.metadata().tokenUsage() instanceof OpenAiTokenUsage usage)) {
      return TokenUsage.NONE;
    }
    var input = usage.inputTokensDetails();
    var output = usage.outputTokensDetails();
    return new TokenUsage(
        orZero(usage.inputTokenCount()),
        input == null ? 0 : orZero(input.cachedTokens()),
        orZero(usage.outputTokenCount()),
        output == null ? 0 : orZero(output.reasoningTokens()));
  }

  private static Dialect.Sign read(@Nullable String event, JsonNode data) {
    JsonNode error = data.path("error");
    if ("error".equals(event) || error.isObject() || error.isTextual()) {
      return new Dialect.Sign.Failed(error.isMissingNode() ? data : error);
    }
    JsonNode reason = data.path("choices").path(0).path("finish_reason");
    return reason.isTextual()
        ? new Dialect.Sign.Finished(reason.asText())
        : new Dialect.Sign.Content();
  }
}
