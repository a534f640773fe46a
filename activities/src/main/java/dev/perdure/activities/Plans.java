package dev.perdure.activities;

import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.PlannedCall;
import dev.perdure.core.step.StepRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Turns a model's reply into what is kept of it and what is to be done. */
final class Plans {

  /** For calls that no tool answers: there is nothing to wait for. */
  private static final Duration NO_TOOL = Duration.ofSeconds(10);

  private static final int LONGEST_TOOL_NAME = 64;

  private Plans() {}

  /**
   * The reply's parts as they go into the transcript. Some servers number calls anew in each reply;
   * within a thread an id must be unique, so that one already used is replaced.
   */
  static List<ContentPart> content(
      StepRef step, List<ContentPart> reply, List<Message> transcript) {
    Set<String> used = new HashSet<>();
    transcript.forEach(message -> Pairing.calls(message).forEach(call -> used.add(call.id())));
    List<ContentPart> content = new ArrayList<>();
    for (ContentPart part : reply) {
      switch (part) {
        case ContentPart.Text text when text.text().isEmpty() -> {}
        case ContentPart.Text text -> content.add(new ContentPart.Text(Texts.clean(text.text())));
        case ContentPart.ToolCall call -> content.add(unique(step, call, used));
        default -> content.add(part);
      }
    }
    return content;
  }

  private static ContentPart.ToolCall unique(
      StepRef step, ContentPart.ToolCall call, Set<String> used) {
    String id = call.id();
    for (int i = 1; id.isBlank() || !used.add(id); i++) {
      id = "call_" + step.run().runId() + "_" + step.number() + "_" + i;
    }
    return new ContentPart.ToolCall(id, call.name(), Texts.clean(call.arguments()));
  }

  /** Tool calls are to be run, with the limits of their tools; a reply without is the answer. */
  static Decision decide(List<ContentPart> content, Toolbox toolbox) {
    List<PlannedCall> calls = new ArrayList<>();
    for (ContentPart part : content) {
      if (part instanceof ContentPart.ToolCall call) {
        calls.add(plan(calls.size() + 1, call.name(), toolbox));
      }
    }
    return calls.isEmpty() ? new Decision.Respond() : new Decision.Act(calls);
  }

  private static PlannedCall plan(int place, String name, Toolbox toolbox) {
    return toolbox
        .descriptor(name)
        .map(tool ->
            new PlannedCall(place, tool.name(), tool.effect(), tool.timeout(), tool.maxAttempts()))
        .orElseGet(() -> new PlannedCall(place, shortened(name), Effect.NONE, NO_TOOL, 4));
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_TOOL_NAME ? name : name.substring(0, LONGEST_TOOL_NAME);
  }
}
