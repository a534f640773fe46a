package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.RunFacts;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.step.StepStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Takes a step for an attempt. Three statements: the run's lock, the claim, the events. */
final class StepClaim {

  /** Makes the row of a THINK step, or takes it over. */
  private static final String CLAIM_STEP =
      """
      WITH old AS (
        SELECT status, open_message_id, outcome FROM steps
        WHERE org_id = :org AND run_id = :run AND number = :number AND call = 0
      ), taken AS (
        INSERT INTO steps AS s
          (org_id, run_id, number, call, session_id, kind, status, fence, started_at)
        VALUES
          (:org, :run, :number, 0, :session, :kind, 'running', 1, clock_timestamp())
        ON CONFLICT (org_id, run_id, number, call) DO UPDATE
        SET status = 'running', fence = s.fence + 1, open_message_id = NULL,
            started_at = coalesce(s.started_at, excluded.started_at)
        WHERE s.kind = excluded.kind AND s.status IN ('planned', 'running')
        RETURNING fence
      ), counted AS (
        UPDATE runs SET steps = greatest(steps, :number), updated_at = clock_timestamp()
        WHERE org_id = :org AND id = :run AND EXISTS (SELECT FROM taken)
      )
      SELECT taken.fence, old.status, old.open_message_id, old.outcome, t.last_seq,
             NULL::text AS tool, NULL::text AS tool_call_id, NULL::text AS arguments,
             NULL::bigint AS step_fence
      FROM threads t LEFT JOIN old ON true LEFT JOIN taken ON true
      WHERE t.org_id = :org AND t.id = :thread
      """;

  /** Takes a planned call; the first of its step starts the step. */
  private static final String CLAIM_CALL =
      """
      WITH old AS (
        SELECT status, tool, tool_call_id, arguments FROM steps
        WHERE org_id = :org AND run_id = :run AND number = :number AND call = :call
      ), taken AS (
        UPDATE steps
        SET status = 'running', fence = fence + 1,
            started_at = coalesce(started_at, clock_timestamp())
        WHERE org_id = :org AND run_id = :run AND number = :number AND call = :call
          AND status IN ('planned', 'running')
        RETURNING fence
      ), step AS (
        UPDATE steps
        SET status = 'running', fence = fence + 1,
            started_at = coalesce(started_at, clock_timestamp())
        WHERE org_id = :org AND run_id = :run AND number = :number AND call = 0 AND kind = :kind
          AND status = 'planned' AND EXISTS (SELECT FROM taken)
        RETURNING fence
      ), counted AS (
        UPDATE runs SET steps = greatest(steps, :number), updated_at = clock_timestamp()
        WHERE org_id = :org AND id = :run AND EXISTS (SELECT FROM step)
      )
      SELECT taken.fence, old.status, NULL::uuid AS open_message_id, NULL::jsonb AS outcome,
             t.last_seq, old.tool, old.tool_call_id, old.arguments, step.fence AS step_fence
      FROM threads t JOIN old ON true LEFT JOIN taken ON true LEFT JOIN step ON true
      WHERE t.org_id = :org AND t.id = :thread
      """;

  private final Json json;
  private final EventLog log;

  StepClaim(Json json, EventLog log) {
    this.json = json;
    this.log = log;
  }

  Claim claim(Handle handle, StepRef step, StepKind kind) {
    RunLock.Locked run = RunLock.run(handle, step.run());
    if (!run.acceptsWork()) {
      return new Claim.RunEnded(run.status());
    }
    Row row = row(handle, run, step, kind);
    StepStatus before = row.before();
    if (before != null && before.finished()) {
      return new Claim.Finished(before, json.decision(row.outcome()));
    }
    Long fence = row.fence();
    if (fence == null) {
      throw new IllegalStateException("step " + step.stepId() + " is not a " + kind);
    }
    List<LoggedEvent> events = log.append(handle, step.run(), events(step, kind, row, fence));
    return new Claim.Claimed(
        step,
        fence,
        run.agentId(),
        run.agentVersion(),
        run.threadId(),
        row.transcriptSeq(),
        row.toolCall(),
        RunFacts.PLAIN,
        null,
        events);
  }

  /**
   * What the claim found and did.
   *
   * @param fence absent when the step could not be taken
   * @param before where it stood; absent when its row is new
   * @param stepFence set when a call's claim started its step
   */
  private record Row(
      @Nullable Long fence,
      @Nullable StepStatus before,
      @Nullable UUID openMessageId,
      @Nullable String outcome,
      long transcriptSeq,
      ContentPart.@Nullable ToolCall toolCall,
      @Nullable Long stepFence) {}

  private static Row row(Handle handle, RunLock.Locked run, StepRef step, StepKind kind) {
    RunRef ref = run.ref();
    return handle
        .createQuery(step.call() == 0 ? CLAIM_STEP : CLAIM_CALL)
        .bind("org", ref.orgId().value())
        .bind("run", ref.runId())
        .bind("session", ref.sessionId())
        .bind("thread", run.threadId())
        .bind("number", step.number())
        .bind("call", step.call())
        .bind("kind", kind.name())
        .map((rs, ctx) -> map(rs))
        .findOne()
        .orElseThrow(() -> PerdureException.notFound("step", step.stepId()));
  }

  private static Row map(ResultSet rs) throws SQLException {
    String before = rs.getString("status");
    return new Row(
        rs.getObject("fence", Long.class),
        before == null ? null : StepStatus.of(before),
        Columns.uuidOrNull(rs, "open_message_id"),
        rs.getString("outcome"),
        rs.getLong("last_seq"),
        toolCall(rs),
        rs.getObject("step_fence", Long.class));
  }

  private static ContentPart.@Nullable ToolCall toolCall(ResultSet rs) throws SQLException {
    String id = rs.getString("tool_call_id");
    return id == null
        ? null
        : new ContentPart.ToolCall(
            id,
            Objects.requireNonNull(rs.getString("tool")),
            Objects.requireNonNull(rs.getString("arguments")));
  }

  private static EventBatch events(StepRef step, StepKind kind, Row row, long fence) {
    EventBatch batch = new EventBatch();
    UUID open = row.openMessageId();
    if (open != null) {
      batch.reset(step.stepId(), fence, open);
    }
    Long stepFence = row.stepFence();
    if (stepFence != null) {
      String stepId = StepRef.of(step.run(), step.number()).stepId();
      batch.step(stepId, stepFence, new RunEvent.StepStarted(kind));
    } else if (step.call() == 0 && row.before() != StepStatus.RUNNING) {
      batch.step(step.stepId(), fence, new RunEvent.StepStarted(kind));
    }
    return batch;
  }
}
