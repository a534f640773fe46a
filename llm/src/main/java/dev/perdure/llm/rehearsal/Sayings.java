package dev.perdure.llm.rehearsal;

import dev.perdure.core.model.ToolSpec;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.ContentPart.ToolResult;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the rehearsal model says. */
final class Sayings {
  private static final String WHO = "I am Perdure's rehearsal model, not a language model";

  private Sayings() {}

  /** What the tools answered. */
  static String report(Conversation conversation) {
    List<ToolResult> results = conversation.results();
    if (results.size() == 1) {
      return sentence(results.getFirst());
    }
    return results.stream()
        .map(result -> "\n- " + sentence(result))
        .collect(Collectors.joining("", "This is what the tools said:", ""));
  }

  /** What it is and what it can do. */
  static String introduction(Conversation conversation, Plan plan) {
    var text = new StringBuilder(WHO).append(": I understand nothing, I only follow cues. ");
    if (!plan.missing().isEmpty()) {
      text.append("You asked for ")
          .append(String.join(" and ", plan.missing()))
          .append(", but no such tool is offered to me. ");
    }
    if (conversation.tools().isEmpty()) {
      text.append("No tools are offered to me here. ");
    } else {
      text.append("I can use ")
          .append(names(conversation.tools()))
          .append(" when you ask for it. ");
    }
    text.append("Try \"first what time is it, then 12*(3+4)\", or \"slow:50\".");
    if (!conversation.asked().isBlank()) {
      text.append(" You said: ").append(conversation.asked());
    }
    return text.toString();
  }

  /** What it was given. */
  static String context(Conversation conversation) {
    var request = conversation.request();
    long images =
        request.messages().stream()
            .flatMap(message -> message.content().stream())
            .filter(ContentPart.Image.class::isInstance)
            .count();
    return String.format(
        Locale.ROOT,
        "I was given %d messages, %s%s, and these instructions: %s",
        request.messages().size(),
        images == 0 ? "" : images == 1 ? "1 image, " : images + " images, ",
        request.tools().isEmpty() ? "no tools" : "the tools " + names(request.tools()),
        request.instructions().isEmpty() ? "none" : request.instructions());
  }

  static String names(List<ToolSpec> tools) {
    List<String> names = tools.stream().map(ToolSpec::name).distinct().toList();
    int last = names.size() - 1;
    return last == 0
        ? names.getFirst()
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }

  private static String sentence(ToolResult result) {
    return result.name() + (result.error() ? " failed: " : ": ") + result.content();
  }
}
