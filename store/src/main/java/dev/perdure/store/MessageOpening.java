package dev.perdure.store;

import dev.perdure.core.event.RunEvent;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Commit;
import dev.perdure.core.step.StepRef;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;

/** Notes which message or reasoning an attempt is about to stream. */
final class MessageOpening {

  private final EventLog log;

  MessageOpening(EventLog log) {
    this.log = log;
  }

  /** The text of an answer. */
  Commit message(Handle handle, Claim.Claimed attempt, UUID messageId) {
    return open(
        handle,
        attempt,
        messageId,
        "open_message_id",
        (step, batch) ->
            batch.reset(attempt.step().stepId(), attempt.fence(), null, step.openMessageId()),
        new RunEvent.TextMessageStart(messageId, "assistant"));
  }

  /** What the model thinks aloud. */
  Commit reasoning(Handle handle, Claim.Claimed attempt, UUID messageId) {
    return open(
        handle,
        attempt,
        messageId,
        "open_reasoning_id",
        (step, batch) ->
            batch.reset(attempt.step().stepId(), attempt.fence(), step.openReasoningId(), null),
        new RunEvent.ReasoningStart(messageId));
  }

  private Commit open(
      Handle handle,
      Claim.Claimed attempt,
      UUID messageId,
      String column,
      BiConsumer<StepLock.Locked, EventBatch> reset,
      RunEvent start) {
    StepLock.Locked step = StepLock.lock(handle, attempt.step());
    Optional<Commit> refusal = step.refusal(attempt);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (messageId.equals(step.openMessageId()) || messageId.equals(step.openReasoningId())) {
      return new Commit.Done(List.of(), List.of());
    }
    EventBatch batch = new EventBatch();
    reset.accept(step, batch);
    StepRef ref = step.ref();
    handle
        .createUpdate(
            "UPDATE steps SET "
                + column
                + " = :message"
                + " WHERE org_id = :org AND run_id = :run AND number = :number AND call = 0")
        .bind("org", ref.run().orgId().value())
        .bind("run", ref.run().runId())
        .bind("number", ref.number())
        .bind("message", messageId)
        .execute();
    batch.step(ref.stepId(), attempt.fence(), start);
    return new Commit.Done(List.of(), log.append(handle, ref.run(), batch));
  }
}
