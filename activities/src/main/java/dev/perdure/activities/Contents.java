package dev.perdure.activities;

import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.ContentPart.ToolCall;
import dev.perdure.core.session.Message;
import dev.perdure.core.step.StepRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes of a model's reply what is kept of it. */
final class Contents {

  /** The most calls of one reply that are kept; of a model that writes more the rest is noise. */
  static final int MOST_KEPT_CALLS = 2 * Plan.MOST_CALLS;

  private static final int LONGEST_NAME = 64;

  private Contents() {}

  /**
   * The reply's parts as they go into the transcript. Some servers number calls anew in each reply;
   * within a thread an id must be unique, so that one already used is replaced.
   */
  static List<ContentPart> of(StepRef step, List<ContentPart> reply, List<Message> transcript) {
    Set<String> used = new HashSet<>();
    transcript.forEach(message -> Pairing.calls(message).forEach(call -> used.add(call.id())));
    List<ContentPart> content = new ArrayList<>();
    int calls = 0;
    for (ContentPart part : reply) {
      switch (part) {
        case ContentPart.Text text when text.text().isEmpty() -> {}
        case ContentPart.Text text -> content.add(new ContentPart.Text(Texts.clean(text.text())));
        case ToolCall call -> {
          if (++calls <= MOST_KEPT_CALLS) {
            content.add(unique(step, call, used));
          }
        }
        default -> content.add(part);
      }
    }
    return content;
  }

  /** The reply without calls, for a model that was told to make none. */
  static List<ContentPart> withoutCalls(List<ContentPart> reply) {
    return reply.stream().filter(part -> !(part instanceof ToolCall)).toList();
  }

  static boolean hasCalls(List<ContentPart> reply) {
    return reply.stream().anyMatch(ToolCall.class::isInstance);
  }

  /** The text parts, joined. */
  static String text(List<ContentPart> content) {
    StringBuilder text = new StringBuilder();
    for (ContentPart part : content) {
      if (part instanceof ContentPart.Text piece) {
        text.append(piece.text());
      }
    }
    return text.toString();
  }

  private static ToolCall unique(StepRef step, ToolCall call, Set<String> used) {
    String id = call.id();
    for (int i = 1; id.isBlank() || !used.add(id); i++) {
      id = "call_" + step.run().runId() + "_" + step.number() + "_" + i;
    }
    return new ToolCall(id, name(call.name()), Texts.clean(call.arguments()));
  }

  /** Providers refuse a transcript with names that no tool can have, and models make them up. */
  private static String name(String name) {
    String fit = name.replaceAll("[^A-Za-z0-9_-]", "_");
    return fit.isEmpty() ? "unnamed" : fit.substring(0, Math.min(LONGEST_NAME, fit.length()));
  }
}
