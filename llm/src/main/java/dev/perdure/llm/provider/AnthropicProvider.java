package dev.perdure.llm.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.anthropic.AnthropicTokenUsage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.llm.http.Dialect;
import dev.perdure.llm.http.Transport;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Anthropic. Instructions, tools and conversation are marked for its prompt cache. */
public final class AnthropicProvider extends LangChainProvider {
  /** Anthropic wants a limit in every request. */
  private static final int DEFAULT_MAX_TOKENS = 8192;

  /** Models older than its structured output. */
  private static final Pattern WITHOUT_SCHEMAS =
      Pattern.compile("claude-(instant|2|3).*|claude-(sonnet|opus)-4(-0|-2025\\d{4})?");

  public AnthropicProvider(ProviderConfig config, Transport transport) {
    super(config, transport, AnthropicProvider::read);
  }

  @Override
  StreamingChatModel model(ModelRequest request, HttpClientBuilder client) {
    var parameters = request.parameters();
    Integer limit = parameters.maxOutputTokens();
    return AnthropicStreamingChatModel.builder()
        .httpClientBuilder(client)
        .baseUrl(config().baseUrl())
        .apiKey(config().apiKey())
        .modelName(request.model())
        .temperature(parameters.temperature())
        .topP(parameters.topP())
        .maxTokens(limit == null ? DEFAULT_MAX_TOKENS : limit)
        .cacheSystemMessages(true)
        .cacheTools(true)
        .returnThinking(true)
        .build();
  }

  @Override
  @Nullable Map<String, Object> nativeSchema(ModelRequest request, Map<String, Object> schema) {
    return WITHOUT_SCHEMAS.matcher(request.model()).matches()
        ? null
        : ClosedSchema.of(schema).orElse(null);
  }

  /** The conversation so far is marked for the cache too: the next call begins with it. */
  @Override
  void amend(ObjectNode body, ModelRequest request) {
    ToolSchemas.put(body, request.tools(), ToolSchemas.Place.ANTHROPIC);
    JsonNode messages = body.path("messages");
    JsonNode blocks = messages.path(messages.size() - 1).path("content");
    if (blocks.path(blocks.size() - 1) instanceof ObjectNode last) {
      last.putObject("cache_control").put("type", "ephemeral");
    }
  }

  /** Anthropic counts tokens read from and written to its cache apart from the other input. */
  @Override
  TokenUsage usage(ChatResponse response) {
    if (!(response.metadata().tokenUsage() instanceof AnthropicTokenUsage usage)) {
      return TokenUsage.NONE;
    }
    long cached = orZero(usage.cacheReadInputTokens());
    long input =
        orZero(usage.inputTokenCount()) + orZero(usage.cacheCreationInputTokens()) + cached;
    return new TokenUsage(input, cached, orZero(usage.outputTokenCount()), 0);
  }

  private static Dialect.Sign read(@Nullable String event, JsonNode data) {
    String type = event == null ? data.path("type").asText() : event;
    return switch (type) {
      case "error" -> new Dialect.Sign.Failed(data.path("error"));
      case "message_stop" -> new Dialect.Sign.End();
      case "message_delta" -> {
        JsonNode reason = data.path("delta").path("stop_reason");
        yield reason.isTextual()
            ? new Dialect.Sign.Finished(reason.asText())
            : new Dialect.Sign.Content();
      }
      default -> new Dialect.Sign.Content();
    };
  }
}
