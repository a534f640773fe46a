package dev.perdure.llm.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.googleai.GeminiThinkingConfig;
import dev.langchain4j.model.googleai.GoogleAiGeminiStreamingChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiTokenUsage;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.session.ContentPart;
import dev.perdure.llm.http.Dialect;
import dev.perdure.llm.http.ModelErrors;
import dev.perdure.llm.http.Transport;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Google's Gemini, through the Gemini API. */
public final class GeminiProvider extends LangChainProvider {
  private static final Pattern THINKING =
      Pattern.compile("gemini-(2\\.5|[3-9]).*|gemini-(flash|pro).*-latest");

  /** These make images or speech, and refuse to be asked for thoughts. */
  private static final Pattern OTHER_KIND = Pattern.compile(".*(image|tts|audio|live).*");

  /** Those before Gemini 3. */
  private static final Pattern OLDER = Pattern.compile("gemini-[12].*|gemma.*");

  public GeminiProvider(ProviderConfig config, Transport transport) {
    super(config, transport, GeminiProvider::read);
  }

  @Override
  StreamingChatModel model(ModelRequest request, HttpClientBuilder client) {
    var parameters = request.parameters();
    var model =
        GoogleAiGeminiStreamingChatModel.builder()
            .httpClientBuilder(client)
            .baseUrl(config().baseUrl())
            .apiKey(config().apiKey())
            .modelName(request.model())
            .temperature(parameters.temperature())
            .topP(parameters.topP())
            .maxOutputTokens(parameters.maxOutputTokens())
            .returnThinking(true);
    if (THINKING.matcher(request.model()).matches()
        && !OTHER_KIND.matcher(request.model()).matches()) {
      model.thinkingConfig(GeminiThinkingConfig.builder().includeThoughts(true).build());
    }
    return model.build();
  }

  /** Before Gemini 3 a request with tools must not ask for JSON. */
  @Override
  @Nullable Map<String, Object> nativeSchema(ModelRequest request, Map<String, Object> schema) {
    return request.tools().isEmpty() || !OLDER.matcher(request.model()).matches() ? schema : null;
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
    ToolSchemas.put(body, request.tools(), ToolSchemas.Place.GEMINI);
    GeminiTurns.join(body, !OLDER.matcher(request.model()).matches());
  }

  /** Gemini counts what it thought apart from what it said. */
  @Override
  TokenUsage usage(ChatResponse response) {
    if (!(response.metadata().tokenUsage() instanceof GoogleAiGeminiTokenUsage usage)) {
      return TokenUsage.NONE;
    }
    long thoughts = orZero(usage.thoughtsTokenCount());
    return new TokenUsage(
        orZero(usage.inputTokenCount()),
        orZero(usage.cachedContentTokenCount()),
        orZero(usage.outputTokenCount()) + thoughts,
        thoughts);
  }

  private static Dialect.Sign read(@Nullable String event, JsonNode data) {
    if (data.path("error").isObject()) {
      return new Dialect.Sign.Failed(data.path("error"));
    }
    if (data.path("promptFeedback").path("blockReason").isTextual()) {
      return new Dialect.Sign.Finished("blocked");
    }
    JsonNode reason = data.path("candidates").path(0).path("finishReason");
    return reason.isTextual()
        ? new Dialect.Sign.Finished(reason.asText())
        : new Dialect.Sign.Content();
  }
}
