package dev.perdure.llm.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** OpenAI, and the many servers that speak its chat completions. */
public final class OpenAiProvider extends LangChainProvider {

  public OpenAiProvider(ProviderConfig config, Transport transport) {
    super(config, transport, new Chunks());
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
            .accumulateToolCallId(false)
            .returnThinking(true);
    Map<String, Object> schema = request.responseSchema();
    if (config().protocol() == Protocol.OPENAI) {
      model.strictJsonSchema(schema != null && ClosedSchema.isStrict(schema));
      model.maxCompletionTokens(parameters.maxOutputTokens());
    } else {
      model.maxTokens(parameters.maxOutputTokens());
    }
    return model.build();
  }

  @Override
  Map<String, Object> nativeSchema(ModelRequest request, Map<String, Object> schema) {
    return schema;
  }

  @Override
  void amend(ObjectNode body, ModelRequest request) {
    ToolSchemas.put(body, request.tools(), ToolSchemas.Place.FUNCTION);
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

  static Dialect.Sign read(@Nullable String event, JsonNode data) {
    JsonNode error = data.path("error");
    if ("error".equals(event) || error.isObject() || error.isTextual()) {
      return new Dialect.Sign.Failed(error.isMissingNode() ? data : error);
    }
    JsonNode reason = data.path("choices").path(0).path("finish_reason");
    return reason.isTextual()
        ? new Dialect.Sign.Finished(reason.asText())
        : new Dialect.Sign.Content();
  }

  /** What the chunks of an answer mean. */
  private static final class Chunks implements Dialect {
    @Override
    public Sign read(@Nullable String event, JsonNode data) {
      return OpenAiProvider.read(event, data);
    }

    /** OpenRouter, Groq and newer vLLM call reasoning by another name than LangChain4j does. */
    @Override
    public String translate(JsonNode data, String text) {
      if (data.path("choices").path(0).path("delta") instanceof ObjectNode delta
          && delta.path("reasoning").isTextual()
          && !delta.has("reasoning_content")) {
        delta.set("reasoning_content", delta.get("reasoning"));
        return data.toString();
      }
      return text;
    }
  }
}
