package dev.perdure.store;

import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.step.ModelUse;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.Thought;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Tells what a THINK step came to. */
final class ThoughtEvents {

  private ThoughtEvents() {}

  /**
   * The events of a committed THINK.
   *
   * @param freshId names reasoning that was not streamed
   */
  static EventBatch of(StepLock.Locked step, long fence, Thought thought, Supplier<UUID> freshId) {
    EventBatch batch = new EventBatch();
    String stepId = step.ref().stepId();
    reasoning(batch, step, fence, thought, freshId);
    text(batch, step, fence, thought);
    for (ContentPart.ToolCall call : toolCalls(thought)) {
      batch.step(
          stepId, fence, new RunEvent.ToolCallStart(call.id(), call.name(), thought.messageId()));
      batch.step(stepId, fence, new RunEvent.ToolCallArgs(call.id(), call.arguments()));
      batch.step(stepId, fence, new RunEvent.ToolCallEnd(call.id()));
    }
    if (isOfModel(thought)) {
      batch.step(stepId, fence, usage(thought.use()));
    }
    batch.step(stepId, fence, new RunEvent.StepFinished(StepKind.THINK));
    return batch;
  }

  private static void reasoning(
      EventBatch batch, StepLock.Locked step, long fence, Thought thought, Supplier<UUID> freshId) {
    String stepId = step.ref().stepId();
    String text = thought.reasoning();
    UUID open = step.openReasoningId();
    if (open != null) {
      batch.step(stepId, fence, new RunEvent.ReasoningEnd(open, text == null ? "" : text));
    } else if (text != null && !text.isEmpty()) {
      UUID id = freshId.get();
      batch.step(stepId, fence, new RunEvent.ReasoningStart(id));
      batch.step(stepId, fence, new RunEvent.ReasoningEnd(id, text));
    }
  }

  private static void text(EventBatch batch, StepLock.Locked step, long fence, Thought thought) {
    String stepId = step.ref().stepId();
    UUID messageId = thought.messageId();
    UUID open = step.openMessageId();
    boolean opened = messageId.equals(open);
    if (!opened) {
      batch.reset(stepId, fence, null, open);
    }
    String text = Texts.of(thought.content());
    if (!opened && !text.isEmpty()) {
      batch.step(stepId, fence, new RunEvent.TextMessageStart(messageId, "assistant"));
    }
    if (opened || !text.isEmpty()) {
      batch.step(stepId, fence, new RunEvent.TextMessageEnd(messageId, text));
    }
  }

  /** Whether a model thought it; what a person gave in its place costs nothing. */
  static boolean isOfModel(Thought thought) {
    return !thought.provider().equals(Thought.PERSON);
  }

  static List<ContentPart.ToolCall> toolCalls(Thought thought) {
    return thought.content().stream()
        .filter(ContentPart.ToolCall.class::isInstance)
        .map(ContentPart.ToolCall.class::cast)
        .toList();
  }

  /** What a model used. */
  static RunEvent usage(ModelUse use) {
    TokenUsage usage = use.usage();
    return new RunEvent.Custom(
        RunEvent.Custom.USAGE,
        Map.of(
            "provider", use.provider(),
            "model", use.model(),
            "input_tokens", usage.input(),
            "cached_input_tokens", usage.cachedInput(),
            "output_tokens", usage.output(),
            "reasoning_tokens", usage.reasoning(),
            "duration_ms", use.duration().toMillis(),
            "cost_micros", use.costMicros()));
  }
}
