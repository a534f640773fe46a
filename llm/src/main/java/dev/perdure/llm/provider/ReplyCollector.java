package dev.perdure.llm.provider;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.perdure.core.model.ModelListener;
import dev.perdure.llm.http.ModelCall;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes text on as it comes, and keeps what LangChain4j made of the whole. A listener that throws
 * stops the call.
 */
final class ReplyCollector implements StreamingChatResponseHandler {
  private final ModelListener listener;
  private final ModelCall call;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private @Nullable ChatResponse response;

  ReplyCollector(ModelListener listener, ModelCall call) {
    this.listener = listener;
    this.call = call;
  }

  @Override
  public void onPartialResponse(String partialResponse) {
    text.append(partialResponse);
    tell(listener::text, partialResponse);
  }

  @Override
  public void onPartialThinking(PartialThinking partialThinking) {
    reasoning.append(partialThinking.text());
    tell(listener::reasoning, partialThinking.text());
  }

  @Override
  public void onCompleteResponse(ChatResponse completeResponse) {
    response = completeResponse;
  }

  @Override
  public void onError(Throwable error) {
    call.failAsMalformed(error);
  }

  private void tell(Consumer<String> hears, String delta) {
    try {
      hears.accept(delta);
    } catch (RuntimeException e) {
      call.fail(e);
    }
  }

  /** The text exactly as the listener heard it. */
  String text() {
    return text.toString();
  }

  /** The reasoning exactly as the listener heard it; null if there was none. */
  @Nullable String reasoning() {
    return reasoning.isEmpty() ? null : reasoning.toString();
  }

  Optional<ChatResponse> response() {
    return Optional.ofNullable(response);
  }
}
