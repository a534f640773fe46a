package dev.perdure.store;

import dev.perdure.core.event.RunEvent;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Commit;
import dev.perdure.core.step.StepRef;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Notes which message an attempt is about to stream. */
final class MessageOpening {

  private static final String OPEN =
      """
      UPDATE steps SET open_message_id = :message
      WHERE org_id = :org AND run_id = :run AND number = :number AND call = 0
      """;

  private final EventLog log;

  MessageOpening(EventLog log) {
    this.log = log;
  }

  Commit open(Handle handle, Claim.Claimed attempt, UUID messageId) {
    StepLock.Locked step = StepLock.lock(handle, attempt.step());
    Optional<Commit> refusal = step.refusal(attempt);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    EventBatch batch = new EventBatch();
    UUID open = step.openMessageId();
    if (messageId.equals(open)) {
      return new Commit.Done(List.of(), List.of());
    }
    StepRef ref = attempt.step();
    if (open != null) {
      batch.reset(ref.stepId(), attempt.fence(), open);
    }
    handle
        .createUpdate(OPEN)
        .bind("org", ref.run().orgId().value())
        .bind("run", ref.run().runId())
        .bind("number", ref.number())
        .bind("message", messageId)
        .execute();
    batch.step(
        ref.stepId(), attempt.fence(), new RunEvent.TextMessageStart(messageId, "assistant"));
    return new Commit.Done(List.of(), log.append(handle, ref.run(), batch));
  }
}
