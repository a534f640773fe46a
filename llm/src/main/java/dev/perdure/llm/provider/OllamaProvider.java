package dev.perdure.llm.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.session.ContentPart;
import dev.perdure.llm.http.Dialect;
import dev.perdure.llm.http.ModelErrors;
import dev.perdure.llm.http.Transport;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ollama, by its own protocol: each line of an answer is one JSON object. */
public final class OllamaProvider extends LangChainProvider {

  public OllamaProvider(ProviderConfig config, Transport transport) {
    super(config, transport, new Lines());
  }

  @Override
  StreamingChatModel model(ModelRequest request, HttpClientBuilder client) {
    var parameters = request.parameters();
    return OllamaStreamingChatModel.builder()
        .httpClientBuilder(client)
        .baseUrl(config().baseUrl())
        .modelName(request.model())
        .temperature(parameters.temperature())
        .topP(parameters.topP())
        .numPredict(parameters.maxOutputTokens())
        .returnThinking(true)
        .build();
  }

  /** With tools a model that must speak JSON would call none. */
  @Override
  @Nullable Map<String, Object> nativeSchema(ModelRequest request, Map<String, Object> schema) {
    return request.tools().isEmpty() ? schema : null;
  }

  /** LangChain4j would fetch the image itself, unguarded. */
  @Override
  Content image(ContentPart.Image image) {
    if (image.data() == null && image.url() != null) {
      throw ModelErrors.withoutImageUrls(name());
    }
    return super.image(image);
  }

  @Override
  void amend(ObjectNode body, ModelRequest request) {
    ToolSchemas.put(body, request.tools(), ToolSchemas.Place.FUNCTION);
  }

  @Override
  TokenUsage usage(ChatResponse response) {
    return plainUsage(response);
  }

  /** What Ollama's lines mean. */
  private static final class Lines implements Dialect {
    @Override
    public boolean lines() {
      return true;
    }

    @Override
    public Sign read(@Nullable String event, JsonNode data) {
      JsonNode error = data.path("error");
      if (error.isTextual() || error.isObject()) {
        return new Sign.Failed(error);
      }
      return data.path("done").asBoolean()
          ? new Sign.Finished(data.path("done_reason").asText("stop"))
          : new Sign.Content();
    }
  }
}
