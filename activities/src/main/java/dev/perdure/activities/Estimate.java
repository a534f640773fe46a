package dev.perdure.activities;

import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.model.ToolSpec;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;

/** Guesses, before a call, how many tokens it will take: about one for four characters. */
final class Estimate {

  /** What a reply has to be allowed, to be worth a call. */
  static final int LEAST_OUTPUT = 1024;

  /** What a reply may have when nobody bounded it; nearly every model takes so much. */
  static final int MOST_OUTPUT = 8192;

  private static final int CHARACTERS_PER_TOKEN = 4;
  private static final long IMAGE = 1_000 * CHARACTERS_PER_TOKEN;
  private static final long AROUND_A_MESSAGE = 16;

  private Estimate() {}

  static TokenUsage of(ModelRequest request) {
    Integer bound = request.parameters().maxOutputTokens();
    return new TokenUsage(input(request), 0, bound == null ? LEAST_OUTPUT : bound, 0);
  }

  static long input(ModelRequest request) {
    long characters = request.instructions().length();
    characters += request.messages().stream().mapToLong(Estimate::characters).sum();
    characters += request.tools().stream().mapToLong(Estimate::characters).sum();
    return Math.ceilDiv(characters, CHARACTERS_PER_TOKEN);
  }

  private static long characters(Message message) {
    return AROUND_A_MESSAGE + message.content().stream().mapToLong(Estimate::characters).sum();
  }

  private static long characters(ContentPart part) {
    return switch (part) {
      case ContentPart.Text text -> text.text().length();
      case ContentPart.Image _ -> IMAGE;
      case ContentPart.File file -> (long) file.name().length() + file.path().length();
      case ContentPart.ToolCall call -> (long) call.name().length() + call.arguments().length();
      case ContentPart.ToolResult result -> result.content().length();
    };
  }

  private static long characters(ToolSpec tool) {
    return (long) tool.name().length()
        + tool.description().length()
        + tool.inputSchema().toString().length();
  }
}
