package dev.perdure.testkit.model;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A chat request, whatever protocol it came by.
 *
 * @param messages its messages in order
 * @param stream whether the answer is to be streamed
 * @param includeUsage whether a stream is to end with token counts
 * @param offersTools whether there are tools to call
 */
record ChatRequest(
    String model,
    List<Message> messages,
    boolean stream,
    boolean includeUsage,
    boolean offersTools) {

  ChatRequest {
    messages = List.copyOf(messages);
  }

  /**
   * A message.
   *
   * @param callsTools whether it is an assistant's message with tool calls
   */
  record Message(String role, String text, boolean callsTools) {}

  /** The text of the last message of role {@code user}; empty if there is none. */
  String lastUserText() {
    int at = lastUser();
    return at < 0 ? "" : messages.get(at).text();
  }

  /** How many times tools were called since the user last spoke. */
  int turnsSinceUser() {
    return (int) messages.stream().skip(lastUser() + 1L).filter(Message::callsTools).count();
  }

  /** The text of the last tool result since the user last spoke; empty if there is none. */
  String lastToolResult() {
    return messages.stream()
        .skip(lastUser() + 1L)
        .filter(message -> message.role().equals("tool"))
        .reduce((first, second) -> second)
        .map(Message::text)
        .orElse("");
  }

  /** The texts of all tool results since the user last spoke. */
  String toolResults() {
    return messages.stream()
        .skip(lastUser() + 1L)
        .filter(message -> message.role().equals("tool"))
        .map(Message::text)
        .collect(Collectors.joining(" "));
  }

  int inputCharacters() {
    return messages.stream().mapToInt(message -> message.text().length()).sum();
  }

  private int lastUser() {
    for (int i = messages.size() - 1; i >= 0; i--) {
      if (messages.get(i).role().equals("user")) {
        return i;
      }
    }
    return -1;
  }
}
