package dev.perdure.activities;

import dev.perdure.core.model.ModelGateway;
import dev.perdure.core.model.ModelListener;
import dev.perdure.core.model.ModelReply;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.skill.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A model that says what a test wrote for it. */
final class ScriptedModel implements ModelGateway {

  /** What the model does when it is called. */
  @FunctionalInterface
  interface Part {
    ModelReply reply(ModelRequest request, ModelListener listener, Cancellation cancellation);
  }

  final List<ModelRequest> requests = new CopyOnWriteArrayList<>();
  Part part = says("All ", "is ", "well.");

  /** Streams pieces of text and ends. */
  static Part says(String... pieces) {
    return (request, listener, cancellation) -> {
      for (String piece : pieces) {
        listener.text(piece);
      }
      return reply(new ContentPart.Text(String.join("", pieces)));
    };
  }

  /** Asks for tool calls without a word. */
  static Part asksFor(ContentPart.ToolCall... calls) {
    return (request, listener, cancellation) -> reply(calls);
  }

  /** Asks for one call of the tool {@code probe} or {@code fire}. */
  static Part asksFor(String tool, String arguments) {
    return asksFor(new ContentPart.ToolCall("call-1", tool, arguments));
  }

  static ModelReply reply(ContentPart... parts) {
    return new ModelReply(
        new ArrayList<>(List.of(parts)), new TokenUsage(100, 40, 20, 5), "lab", "scripted-1");
  }

  @Override
  public ModelReply call(ModelRequest request, ModelListener listener, Cancellation cancellation) {
    requests.add(request);
    return part.reply(request, listener, cancellation);
  }

  @Override
  public void check(String model) {}

  @Override
  public String defaultModel() {
    return "lab/scripted";
  }
}
