package dev.perdure.testkit.model;

import dev.perdure.testkit.Behaviour.Reply;
import dev.perdure.testkit.Behaviour.Usage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Cuts texts into chunks, counts tokens and makes ids, the same way each time. */
final class Pieces {
  private static final int CHARACTERS_PER_TOKEN = 4;

  private Pieces() {}

  static List<String> of(String text, int size) {
    var pieces = new ArrayList<String>(text.length() / size + 1);
    for (int i = 0; i < text.length(); i += size) {
      pieces.add(text.substring(i, Math.min(text.length(), i + size)));
    }
    return pieces;
  }

  /** The text's pieces; said again and again if endless. */
  static Iterator<String> of(@Nullable String text, int size, boolean endless) {
    String said = text == null ? "" : text;
    if (!endless) {
      return of(said, size).iterator();
    }
    List<String> pieces = of(said.isEmpty() ? "and so on " : said, size);
    return Stream.generate(pieces::stream).flatMap(part -> part).iterator();
  }

  static Usage usage(ChatRequest request, Reply reply) {
    if (reply.usage() != null) {
      return reply.usage();
    }
    int output = length(reply.text()) + length(reply.reasoning());
    for (var call : reply.toolCalls()) {
      output += call.name().length() + call.arguments().length();
    }
    return new Usage(
        tokens(request.inputCharacters()), 0, tokens(output), tokens(length(reply.reasoning())));
  }

  /** An id that is the same for the same request, and differs for another place in a transcript. */
  static String id(String prefix, ChatRequest request, int index) {
    int hash = 31 * request.messages().hashCode() + request.model().hashCode();
    return prefix + Integer.toHexString(hash) + "_" + request.messages().size() + "_" + index;
  }

  /** The scripted finish reason in OpenAI's words, or what follows from the reply. */
  static String finishReason(Reply reply) {
    if (reply.finishReason() != null) {
      return reply.finishReason();
    }
    return reply.toolCalls().isEmpty() ? "stop" : "tool_calls";
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  private static int tokens(int characters) {
    return (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
  }
}
