package dev.perdure.llm.rehearsal;

import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.model.ToolSpec;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.session.ContentPart;
import java.util.List;

/** Counts tokens the same way each time: one for every four characters begun, of each part. */
final class Tokens {
  private static final int CHARACTERS = 4;

  private Tokens() {}

  static TokenUsage of(ModelRequest request, Turn turn) {
    long input = count(request.instructions());
    for (var message : request.messages()) {
      input += count(message.content());
    }
    for (ToolSpec tool : request.tools()) {
      input += count(tool.name()) + count(tool.description());
    }
    String thoughts = turn.reasoning();
    long reasoning = thoughts == null ? 0 : count(thoughts);
    return new TokenUsage(input, 0, count(turn.content()) + reasoning, reasoning);
  }

  private static long count(List<ContentPart> parts) {
    long tokens = 0;
    for (ContentPart part : parts) {
      tokens +=
          switch (part) {
            case ContentPart.Text text -> count(text.text());
            case ContentPart.ToolCall call -> count(call.name()) + count(call.arguments());
            case ContentPart.ToolResult result -> count(result.content());
            case ContentPart.Image _, ContentPart.File _ -> 1;
          };
    }
    return tokens;
  }

  private static long count(String text) {
    return (text.length() + CHARACTERS - 1L) / CHARACTERS;
  }
}
