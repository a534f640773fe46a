package dev.perdure.store;

import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.step.Thought;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells what a THINK step came to. */
final class ThoughtEvents {

  private ThoughtEvents() {}

  static EventBatch of(StepRef step, long fence, @Nullable UUID openMessageId, Thought thought) {
    EventBatch batch = new EventBatch();
    String stepId = step.stepId();
    UUID messageId = thought.messageId();
    boolean opened = messageId.equals(openMessageId);
    if (openMessageId != null && !opened) {
      batch.reset(stepId, fence, openMessageId);
    }
    String text = Texts.of(thought.content());
    if (!opened && !text.isEmpty()) {
      batch.step(stepId, fence, new RunEvent.TextMessageStart(messageId, "assistant"));
    }
    if (opened || !text.isEmpty()) {
      batch.step(stepId, fence, new RunEvent.TextMessageEnd(messageId, text));
    }
    for (ContentPart.ToolCall call : toolCalls(thought)) {
      batch.step(stepId, fence, new RunEvent.ToolCallStart(call.id(), call.name(), messageId));
      batch.step(stepId, fence, new RunEvent.ToolCallArgs(call.id(), call.arguments()));
      batch.step(stepId, fence, new RunEvent.ToolCallEnd(call.id()));
    }
    batch.step(stepId, fence, usage(thought));
    batch.step(stepId, fence, new RunEvent.StepFinished(StepKind.THINK));
    return batch;
  }

  static List<ContentPart.ToolCall> toolCalls(Thought thought) {
    return thought.content().stream()
        .filter(ContentPart.ToolCall.class::isInstance)
        .map(ContentPart.ToolCall.class::cast)
        .toList();
  }

  private static RunEvent usage(Thought thought) {
    TokenUsage usage = thought.usage();
    return new RunEvent.Custom(
        RunEvent.Custom.USAGE,
        Map.of(
            "provider", thought.provider(),
            "model", thought.model(),
            "input_tokens", usage.input(),
            "cached_input_tokens", usage.cachedInput(),
            "output_tokens", usage.output(),
            "reasoning_tokens", usage.reasoning(),
            "duration_ms", thought.duration().toMillis()));
  }
}
