package dev.perdure.store;

import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Role;
import dev.perdure.core.step.StepRef;
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
          error = NULL, open_message_id = NULL, open_reasoning_id = NULL,
          ended_at = clock_timestamp()
      FROM old
      WHERE s.org_id = :org AND s.run_id = :run AND s.number = old.number AND s.call = old.call
      RETURNING
      """
          + OpenStep.COLUMNS;

  private static final String FAILED =
      """
      UPDATE steps s SET error = e.error::jsonb
      FROM unnest(:numbers, :calls, :errors) AS e (number, call, error)
      WHERE s.org_id = :org AND s.run_id = :run AND s.number = e.number AND s.call = e.call
      """;

  private final Json json;
  private final Bodies bodies;
  private final Supplier<UUID> ids;
  private final Transcript transcript;

  RunClosing(Json json, Bodies bodies, Supplier<UUID> ids, Transcript transcript) {
    this.json = json;
    this.bodies = bodies;
    this.ids = ids;
    this.transcript = transcript;
  }

  void close(Handle handle, RunLock.Locked run, Ending ending, EventBatch batch) {
    List<OpenStep> open = closeRows(handle, run, ending);
    if (ending instanceof Ending.Failed failed) {
      noteWhy(handle, run.ref(), open, failed.error());
    }
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
        .map((rs, ctx) -> OpenStep.map(run.ref(), rs))
        .list()
        .stream()
        .sorted(
            Comparator.comparingInt((OpenStep s) -> s.ref().number())
                .thenComparingInt(s -> s.ref().call()))
        .toList();
  }

  private void noteWhy(Handle handle, RunRef run, List<OpenStep> open, RunError why) {
    List<StepRef> begun =
        open.stream().filter(s -> s.status() != StepStatus.PLANNED).map(OpenStep::ref).toList();
    String error = json.error(why);
    handle
        .createUpdate(FAILED)
        .bind("org", run.orgId().value())
        .bind("run", run.runId())
        .bindArray("numbers", Integer.class, begun.stream().map(StepRef::number).toList())
        .bindArray("calls", Integer.class, begun.stream().map(StepRef::call).toList())
        .bindArray(
            "errors",
            String.class,
            begun.stream()
                .map(s ->
                    bodies.writeOrNull(
                        run.orgId(),
                        Body.STEP_ERROR,
                        Body.step(run.runId(), s.number(), s.call()),
                        error))
                .toList())
        .execute();
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
