package dev.perdure.llm.provider;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.perdure.core.model.ModelListener;
import dev.perdure.llm.http.ModelCall;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Passes text on as it comes, and keeps what LangChain4j made of the whole. A listener that throws
 * stops the call.
 */
final class ReplyCollector implements StreamingChatResponseHandler {
  private final ModelListener listener;
  private final ModelCall call;
  private final StringBuilder text = new StringBuilder();
  private @Nullable ChatResponse response;

  ReplyCollector(ModelListener listener, ModelCall call) {
    this.listener = listener;
    this.call = call;
  }

  @Override
  public void onPartialResponse(String partialResponse) {
    text.append(partialResponse);
    try {
      listener.text(partialResponse);
    } catch (RuntimeException e) {
      call.fail(e);
    }
  }

  @Override
  public void onCompleteResponse(ChatResponse completeResponse) {
    response = completeResponse;
  }

  @Override
  public void onError(Throwable error) {
    call.failAsMalformed(error);
  }

  /** The text exactly as the listener heard it. */
  String text() {
    return text.toString();
  }

  Optional<ChatResponse> response() {
    return Optional.ofNullable(response);
  }
}
