package dev.perdure.store;

import dev.perdure.core.event.RunEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The events of one transaction about one run, in order, until its last statement logs them. */
final class EventBatch {

  /** An event and the attempt that writes it. */
  record Entry(@Nullable String stepId, long fence, RunEvent event) {}

  private final List<Entry> entries = new ArrayList<>();

  /** An event of the run itself. */
  void run(RunEvent event) {
    entries.add(new Entry(null, 0, event));
  }

  /** An event of one of its steps. */
  void step(String stepId, long fence, RunEvent event) {
    entries.add(new Entry(stepId, fence, event));
  }

  /** Ends the reasoning and the message an attempt left open, if any, and makes them void. */
  void reset(
      String stepId, long fence, @Nullable UUID openReasoningId, @Nullable UUID openMessageId) {
    if (openReasoningId != null) {
      step(stepId, fence, new RunEvent.ReasoningEnd(openReasoningId, null));
      step(stepId, fence, isVoid(openReasoningId));
    }
    if (openMessageId != null) {
      step(stepId, fence, new RunEvent.TextMessageEnd(openMessageId, null));
      step(stepId, fence, isVoid(openMessageId));
    }
  }

  private static RunEvent isVoid(UUID messageId) {
    return new RunEvent.Custom(
        RunEvent.Custom.MESSAGE_RESET, Map.of("messageId", messageId.toString()));
  }

  List<Entry> entries() {
    return List.copyOf(entries);
  }
}
