package dev.perdure.activities;

import dev.perdure.core.session.ContentPart.ToolCall;
import dev.perdure.core.session.ContentPart.ToolResult;
import dev.perdure.core.session.Message;
import dev.perdure.core.session.Role;
import dev.perdure.core.skill.ToolOutput;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Notices that a run goes round in circles: how often each call was made, with the same arguments
 * and the same result, since something new was last learned. New is a result not seen before of a
 * call, and whatever a person says.
 */
final class Loops {

  /** After so many times the model is told instead of being given the same once more. */
  static final int TOLD_AFTER = 3;

  /** After so many times, of which it was told, the run is stopped. */
  static final int STOPPED_AFTER = 5;

  /** How far back is looked, in messages: longer circles are left to the budget. */
  private static final int HORIZON = 256;

  private static final String NOTICE = "You have made this call ";

  private final Map<Call, Integer> times = new HashMap<>();
  private final Set<Outcome> seen = new HashSet<>();

  private Loops() {}

  /** What the messages of one run show. */
  static Loops of(UUID runId, List<Message> transcript) {
    List<Message> own =
        transcript.stream()
            .skip(Math.max(0, transcript.size() - HORIZON))
            .filter(message -> runId.equals(message.runId()) || message.role() == Role.USER)
            .toList();
    Map<String, ToolResult> results = results(own);
    Loops loops = new Loops();
    own.forEach(message -> loops.add(message, results));
    return loops;
  }

  /** How often the call was made without anything new. */
  int times(ToolCall call) {
    return times.getOrDefault(Call.of(call), 0);
  }

  /** What the model is told instead of the same result again. */
  static ToolOutput notice(int times) {
    return ToolOutput.failure(
        NOTICE
            + times
            + " times with the same result. It was not made again. Try something else, or answer"
            + " with what you know.");
  }

  private void add(Message message, Map<String, ToolResult> results) {
    if (message.role() == Role.USER) {
      times.clear();
    }
    Set<Call> counted = new HashSet<>(); // side by side counts once
    for (ToolCall part : Pairing.calls(message)) {
      Call call = Call.of(part);
      ToolResult result = results.get(part.id());
      if (result != null && counted.add(call)) {
        add(call, result);
      }
    }
  }

  private void add(Call call, ToolResult result) {
    boolean notice = result.error() && result.content().startsWith(NOTICE);
    if (!notice && seen.add(new Outcome(call, result.content(), result.error()))) {
      times.clear();
    }
    times.merge(call, 1, Integer::sum);
  }

  private static Map<String, ToolResult> results(List<Message> messages) {
    Map<String, ToolResult> results = new HashMap<>();
    for (Message message : messages) {
      message.content().stream()
          .filter(ToolResult.class::isInstance)
          .map(ToolResult.class::cast)
          .forEach(result -> results.putIfAbsent(result.toolCallId(), result));
    }
    return results;
  }

  /**
   * A call, whoever makes it when.
   *
   * @param arguments as JSON, so that order and white space don't matter; else as they are written
   */
  private record Call(String tool, Object arguments) {

    static Call of(ToolCall call) {
      Object arguments =
          Arguments.read(call.arguments()).<Object>map(json -> json).orElse(call.arguments());
      return new Call(call.name(), arguments);
    }
  }

  private record Outcome(Call call, String content, boolean error) {}
}
