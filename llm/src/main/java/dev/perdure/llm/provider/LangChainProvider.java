package dev.perdure.llm.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.perdure.core.model.ModelListener;
import dev.perdure.core.model.ModelProvider;
import dev.perdure.core.model.ModelReply;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.llm.http.Dialect;
import dev.perdure.llm.http.ModelCall;
import dev.perdure.llm.http.ModelCallBuilder;
import dev.perdure.llm.http.ModelErrors;
import dev.perdure.llm.http.Transport;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A provider reached through one of LangChain4j's streaming models. One call is one attempt:
 * nothing here tries again. A reply is whole, or an exception says why there is none.
 */
abstract class LangChainProvider implements ModelProvider {
  private static final Set<String> CUT_SHORT =
      Set.of("length", "max_tokens", "model_length", "model_context_window_exceeded");
  private static final Set<String> REFUSED =
      Set.of(
          "content_filter",
          "refusal",
          "safety",
          "recitation",
          "blocklist",
          "prohibited_content",
          "spii",
          "blocked");
  private static final Set<String> FAILED = Set.of("error", "malformed_function_call");

  private final ProviderConfig config;
  private final Transport transport;
  private final Dialect dialect;
  private final DefaultModel defaultModel;

  LangChainProvider(ProviderConfig config, Transport transport, Dialect dialect) {
    this.config = config;
    this.transport = transport;
    this.dialect = dialect;
    this.defaultModel = new DefaultModel(config, transport);
  }

  /** A model for one call, with LangChain4j's retries off, which sends through this client. */
  abstract StreamingChatModel model(ModelRequest request, HttpClientBuilder client);

  /** The tokens of the call, as far as the provider told. */
  abstract TokenUsage usage(ChatResponse response);

  /**
   * The schema of the answer as the provider takes it; null if it takes none with this request, and
   * must be asked in words.
   */
  abstract @Nullable Map<String, Object> nativeSchema(
      ModelRequest request, Map<String, Object> schema);

  /** Says in the request's body what LangChain4j can't say. */
  abstract void amend(ObjectNode body, ModelRequest request);

  /**
   * An image in the provider's words.
   *
   * @throws dev.perdure.core.error.PerdureException with {@code ModelFailed} if it can't take it
   */
  Content image(ContentPart.Image image) {
    return ChatMessages.image(image);
  }

  @Override
  public String name() {
    return config.name();
  }

  ProviderConfig config() {
    return config;
  }

  @Override
  public ModelReply call(ModelRequest named, ModelListener listener, Cancellation cancellation) {
    cancellation.throwIfRequested();
    ModelRequest request = named.withModel(defaultModel.resolve(named.model(), named.deadline()));
    ChatRequest worded = chatRequest(request);
    try (ModelCall call =
            transport.open(name(), dialect, body -> amend(body, request), request.deadline());
        var _ = cancellation.onRequest(call::cancel)) {
      var collector = new ReplyCollector(listener, call);
      try {
        model(request, new ModelCallBuilder(call)).chat(worded, collector);
      } catch (RuntimeException e) {
        call.fail(ModelErrors.unsendable(name(), e));
      }
      call.throwIfFailed();
      String reason = call.finishReason().orElseThrow(() -> ModelErrors.cut(name(), null));
      ChatResponse response = collector.response().orElseThrow(() -> ModelErrors.cut(name(), null));
      return reply(request, collector, response, reason.toLowerCase(Locale.ROOT));
    }
  }

  private ChatRequest chatRequest(ModelRequest request) {
    var chat = ChatRequest.builder().toolSpecifications(ToolSchemas.offered(request.tools()));
    Map<String, Object> schema = request.responseSchema();
    Map<String, Object> known = schema == null ? null : nativeSchema(request, schema);
    ModelRequest asked = request;
    if (known != null) {
      chat.responseFormat(AnswerFormat.of(known));
    } else if (schema != null) {
      asked = request.withInstructions(AnswerFormat.inWords(request.instructions(), schema));
    }
    return chat.messages(ChatMessages.of(asked, this::image)).build();
  }

  private ModelReply reply(
      ModelRequest request, ReplyCollector heard, ChatResponse response, String reason) {
    String text = heard.text();
    if (FAILED.contains(reason)) {
      throw ModelErrors.malformed(name(), null);
    }
    if (REFUSED.contains(reason)) {
      throw ModelErrors.refused(name());
    }
    List<ContentPart.ToolCall> calls = ToolCalls.of(request, response);
    boolean truncated = CUT_SHORT.contains(reason);
    if (text.isEmpty() && calls.isEmpty()) {
      throw truncated ? ModelErrors.outputLimit(name()) : ModelErrors.empty(name());
    }
    if (truncated && !ToolCalls.whole(calls)) {
      throw ModelErrors.outputLimit(name());
    }
    String served = response.metadata().modelName();
    return new ModelReply(
        ToolCalls.content(text, calls),
        usage(response),
        name(),
        served == null ? request.model() : served,
        truncated,
        heard.reasoning());
  }

  /** Of a provider that counts input and output only. */
  static TokenUsage plainUsage(ChatResponse response) {
    var usage = response.metadata().tokenUsage();
    return usage == null
        ? TokenUsage.NONE
        : new TokenUsage(orZero(usage.inputTokenCount()), 0, orZero(usage.outputTokenCount()), 0);
  }

  static long orZero(@Nullable Integer count) {
    return count == null ? 0 : count;
  }
}
