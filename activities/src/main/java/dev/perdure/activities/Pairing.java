package dev.perdure.activities;

import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.session.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts each tool result right behind its call, in the order of the calls. The transcript keeps them
 * in the order they came; models insist on pairs.
 */
final class Pairing {

  private static final String NOT_DONE = "The call was stopped before it came to a result.";

  private Pairing() {}

  static List<Message> pair(List<Message> transcript) {
    Map<String, Message> results = results(transcript);
    List<Message> paired = new ArrayList<>();
    for (Message message : transcript) {
      if (message.role() != Role.TOOL) {
        paired.add(message);
        calls(message).forEach(call -> paired.add(resultOf(call, message, results)));
      }
    }
    return paired;
  }

  /** Each result as a message of its own, by the call it answers. */
  private static Map<String, Message> results(List<Message> transcript) {
    Map<String, Message> results = new HashMap<>();
    for (Message message : transcript) {
      for (ContentPart part : message.content()) {
        if (message.role() == Role.TOOL && part instanceof ContentPart.ToolResult result) {
          results.putIfAbsent(result.toolCallId(), only(message, result));
        }
      }
    }
    return results;
  }

  private static Message resultOf(
      ContentPart.ToolCall call, Message asked, Map<String, Message> results) {
    Message result = results.get(call.id());
    return result != null
        ? result
        : only(asked, new ContentPart.ToolResult(call.id(), call.name(), NOT_DONE, true));
  }

  static List<ContentPart.ToolCall> calls(Message message) {
    return message.content().stream()
        .filter(ContentPart.ToolCall.class::isInstance)
        .map(ContentPart.ToolCall.class::cast)
        .toList();
  }

  private static Message only(Message of, ContentPart.ToolResult result) {
    return new Message(
        of.orgId(),
        of.id(),
        of.sessionId(),
        of.threadId(),
        of.seq(),
        of.runId(),
        of.stepId(),
        Role.TOOL,
        List.of(result),
        of.createdAt());
  }
}
