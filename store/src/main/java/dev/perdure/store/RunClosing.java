package dev.perdure.store;

import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.Ending;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Role;
import dev.perdure.core.step.StepStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Closes what an ending run leaves open: messages, steps, interrupts, intents of effects, and tool
 * calls without a result, each of which gets one, since a transcript with an unpaired call can't be
 * sent to a model.
 */
final class RunClosing {

  private static final String CLOSE =
      """
      WITH old AS (
        SELECT * FROM steps
        WHERE org_id = :org AND run_id = :run AND status IN ('planned', 'running', 'unknown')
      ), doubted AS (
        UPDATE effects SET status = 'unknown'
        WHERE org_id = :org AND run_id = :run AND status = 'intended'
      ), voided AS (
        UPDATE interrupts SET status = 'void', settled_at = clock_timestamp()
        WHERE org_id = :org AND run_id = :run AND status = 'open'
      )
      UPDATE steps s
      SET status = CASE WHEN old.status = 'planned' THEN 'cancelled' ELSE :started END,
          error = CASE WHEN old.status <> 'planned' THEN :error::jsonb END,
          open_message_id = NULL, open_reasoning_id = NULL, ended_at = clock_timestamp()
      FROM old
      WHERE s.org_id = :org AND s.run_id = :run AND s.number = old.number AND s.call = old.call
      RETURNING
      """
          + OpenStep.COLUMNS;

  private final Json json;
  private final Supplier<UUID> ids;
  private final Transcript transcript;

  RunClosing(Json json, Supplier<UUID> ids, Transcript transcript) {
    this.json = json;
    this.ids = ids;
    this.transcript = transcript;
  }

  void close(Handle handle, RunLock.Locked run, Ending ending, EventBatch batch) {
    List<OpenStep> open = closeRows(handle, run, ending);
    OpenStep.resetMessages(open, batch);
    answerCalls(handle, run, open, ending, batch);
    OpenStep.finishSteps(open, batch);
  }

  private List<OpenStep> closeRows(Handle handle, RunLock.Locked run, Ending ending) {
    boolean failed = ending instanceof Ending.Failed;
    return handle
        .createQuery(CLOSE)
        .bind("org", run.ref().orgId().value())
        .bind("run", run.ref().runId())
        .bind("started", (failed ? StepStatus.FAILED : StepStatus.CANCELLED).wireName())
        .bind("error", ending instanceof Ending.Failed f ? json.error(f.error()) : null)
        .map((rs, ctx) -> OpenStep.map(run.ref(), rs))
        .list()
        .stream()
        .sorted(
            Comparator.comparingInt((OpenStep s) -> s.ref().number())
                .thenComparingInt(s -> s.ref().call()))
        .toList();
  }

  private void answerCalls(
      Handle handle, RunLock.Locked run, List<OpenStep> open, Ending ending, EventBatch batch) {
    List<NewMessage> messages = new ArrayList<>();
    for (OpenStep step : open) {
      if (step.isCall()) {
        String callId = Objects.requireNonNull(step.toolCallId());
        String content = notDone(step, ending);
        ContentPart result =
            new ContentPart.ToolResult(callId, Objects.requireNonNull(step.tool()), content, true);
        UUID messageId = ids.get();
        messages.add(new NewMessage(messageId, step.ref().stepId(), Role.TOOL, List.of(result)));
        batch.step(
            step.ref().stepId(),
            step.fence(),
            RunEvent.ToolCallResult.of(messageId, callId, content, true));
      }
    }
    transcript.append(handle, run.ref(), run.threadId(), messages);
  }

  private static String notDone(OpenStep call, Ending ending) {
    String because = "the run ended first (" + ending.status().wireName() + ").";
    // One that was claimed and then released for recovery is planned again, and may have run.
    return call.fence() > 0
        ? "This call was stopped and gave no result; it may have taken effect: " + because
        : "This call was not made: " + because;
  }
}
