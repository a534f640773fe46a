package dev.perdure.llm.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.mistralai.MistralAiStreamingChatModel;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.session.ContentPart;
import dev.perdure.llm.http.Dialect;
import dev.perdure.llm.http.Transport;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Mistral. */
public final class MistralProvider extends LangChainProvider {

  public MistralProvider(ProviderConfig config, Transport transport) {
    super(config, transport, MistralProvider::read);
  }

  @Override
  StreamingChatModel model(ModelRequest request, HttpClientBuilder client) {
    var parameters = request.parameters();
    return MistralAiStreamingChatModel.builder()
        .httpClientBuilder(client)
        .baseUrl(config().baseUrl())
        .apiKey(config().apiKey())
        .modelName(request.model())
        .temperature(parameters.temperature())
        .topP(parameters.topP())
        .maxTokens(parameters.maxOutputTokens())
        .returnThinking(true)
        .build();
  }

  /** With tools a model that must speak JSON would call none. */
  @Override
  @Nullable Map<String, Object> nativeSchema(ModelRequest request, Map<String, Object> schema) {
    return request.tools().isEmpty() ? schema : null;
  }

  /** LangChain4j takes every image given by value for a JPEG. */
  @Override
  Content image(ContentPart.Image image) {
    return image.data() == null
        ? super.image(image)
        : ImageContent.from("data:" + image.mediaType() + ";base64," + image.data());
  }

  @Override
  void amend(ObjectNode body, ModelRequest request) {
    ToolSchemas.put(body, request.tools(), ToolSchemas.Place.FUNCTION);
    MistralIds.put(body);
  }

  @Override
  TokenUsage usage(ChatResponse response) {
    return plainUsage(response);
  }

  private static Dialect.Sign read(@Nullable String event, JsonNode data) {
    return data.path("object").asText().equals("error")
        ? new Dialect.Sign.Failed(data)
        : OpenAiProvider.read(event, data);
  }
}
