package dev.perdure.llm.rehearsal;

import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.model.ToolSpec;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.ContentPart.ToolResult;
import dev.perdure.core.session.Message;
import dev.perdure.core.session.Role;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the model knows: what the user asked last, and what was done about it since.
 *
 * @param asked the user's last words
 * @param turns how often tools were called since
 * @param results what those calls came to, in order
 */
record Conversation(ModelRequest request, String asked, int turns, List<ToolResult> results) {

  private static final Pattern MARK =
      Pattern.compile("<data [0-9a-f-]{36}>\n|\n</data [0-9a-f-]{36}>");

  Conversation {
    results = List.copyOf(results);
  }

  static Conversation of(ModelRequest request) {
    List<Message> messages = request.messages();
    int last = messages.size() - 1;
    while (last >= 0 && messages.get(last).role() != Role.USER) {
      last--;
    }
    List<Message> since = messages.subList(last + 1, messages.size());
    int turns = (int) since.stream().filter(Conversation::callsTools).count();
    List<ToolResult> results =
        since.stream()
            .flatMap(message -> message.content().stream())
            .filter(ToolResult.class::isInstance)
            .map(ToolResult.class::cast)
            .map(Conversation::unmarked)
            .toList();
    return new Conversation(request, last < 0 ? "" : messages.get(last).text(), turns, results);
  }

  List<ToolSpec> tools() {
    return request.tools();
  }

  /** Whether the user said so at any time: what is asked last may be a correction. */
  boolean everAsked(Pattern words) {
    return request.messages().stream()
        .filter(message -> message.role() == Role.USER)
        .anyMatch(message -> words.matcher(message.text()).find());
  }

  /** As a person would say it: the marks of data from outside are for the model alone. */
  private static ToolResult unmarked(ToolResult result) {
    return new ToolResult(
        result.toolCallId(),
        result.name(),
        MARK.matcher(result.content()).replaceAll(""),
        result.error(),
        result.untrusted());
  }

  private static boolean callsTools(Message message) {
    return message.content().stream().anyMatch(ContentPart.ToolCall.class::isInstance);
  }
}
