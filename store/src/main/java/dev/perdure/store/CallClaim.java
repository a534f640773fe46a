package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.skill.PlannedTool;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.step.StepStatus;
import dev.perdure.core.tenant.OrgId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Takes a planned call of an ACT or DELEGATE step. */
final class CallClaim {

  /**
   * Takes the call; the first of its step starts the step. A call that must happen once, and whose
   * intent an earlier attempt has committed, turns unknown instead. One that needs an approval and
   * has none of just these arguments is answered with that, whoever sent it here.
   */
  private static final String CLAIM =
      """
      WITH old AS (
        SELECT status, tool, tool_call_id, arguments, generation, given, skill, tool_digest,
               CASE WHEN gate = 'approval' AND given IS NULL
                      AND approved IS DISTINCT FROM sha256(convert_to(arguments, 'UTF8'))
                    THEN jsonb_build_object('content', :not_approved, 'error', true) END AS refused
        FROM steps
        WHERE org_id = :org AND run_id = :run AND number = :number AND call = :call
      ), doubted AS (
        UPDATE effects e
        SET status = CASE WHEN e.status = 'intended' THEN 'unknown' ELSE e.status END
        FROM old
        WHERE e.org_id = :org AND e.run_id = :run AND e.number = :number AND e.call = :call
          AND e.generation = old.generation AND e.effect = 'once'
          AND e.status IN ('intended', 'unknown', 'late_committed')
          AND old.status IN ('planned', 'running') AND old.given IS NULL
        RETURNING e.effect_key
      ), taken AS (
        UPDATE steps
        SET status = CASE WHEN EXISTS (SELECT FROM doubted) THEN 'unknown' ELSE 'running' END,
            fence = fence + 1, started_at = coalesce(started_at, clock_timestamp())
        WHERE org_id = :org AND run_id = :run AND number = :number AND call = :call
          AND (status IN ('planned', 'running') OR status = 'unknown' AND given IS NOT NULL)
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
      SELECT taken.fence, old.status, old.tool, old.tool_call_id, old.arguments,
             coalesce(old.given, old.refused) AS given, old.generation, t.last_seq, t.untrusted_from, step.fence AS step_fence,
             EXISTS (SELECT FROM doubted) AS doubted, old.skill, old.tool_digest,
             EXISTS (SELECT FROM effects e
                     WHERE e.org_id = :org AND e.run_id = :run AND e.number = :number
                       AND e.call = :call AND e.generation = old.generation
                       AND e.status <> 'not_done') AS begun
      FROM threads t JOIN old ON true LEFT JOIN taken ON true LEFT JOIN step ON true
      WHERE t.org_id = :org AND t.id = :thread
      """;

  private static final String NOT_APPROVED =
      "This call needs a person's approval of just these arguments, and has none.";

  private final Json json;
  private final Bodies bodies;
  private final EventLog log;

  CallClaim(Json json, Bodies bodies, EventLog log) {
    this.json = json;
    this.bodies = bodies;
    this.log = log;
  }

  Claim claim(Handle handle, RunLock.Locked run, StepRef step, StepKind kind) {
    Row row = row(handle, run, step, kind);
    if (row.before().finished()) {
      return new Claim.Finished(row.before(), null);
    }
    Long fence = row.fence();
    if (fence == null) {
      return new Claim.Unknown(List.of());
    }
    StepRef ref = step.withGeneration(row.generation());
    List<LoggedEvent> events = log.append(handle, step.run(), events(ref, kind, row, fence));
    if (row.doubted()) {
      return new Claim.Unknown(events);
    }
    return new Claim.Claimed(
        ref,
        fence,
        run.agentId(),
        run.agentVersion(),
        run.threadId(),
        row.transcriptSeq(),
        opened(ref, row.toolCall()),
        row.planned(),
        row.begun(),
        run.facts().withUntrustedFrom(row.untrustedFrom()),
        json.output(bodies.readOrNull(org(ref), Body.STEP_GIVEN, id(ref), row.given())),
        events);
  }

  private ContentPart.ToolCall opened(StepRef step, ContentPart.ToolCall stored) {
    return new ContentPart.ToolCall(
        stored.id(),
        stored.name(),
        bodies.read(org(step), Body.STEP_ARGUMENTS, id(step), stored.arguments()));
  }

  private static OrgId org(StepRef step) {
    return step.run().orgId();
  }

  private static String id(StepRef step) {
    return Body.step(step.run().runId(), step.number(), step.call());
  }

  /**
   * What the claim found and did.
   *
   * @param fence absent when the call could not be taken
   * @param stepFence set when the claim started its step
   * @param toolCall its arguments as they are stored
   * @param planned absent in calls planned before this was kept
   * @param begun whether an earlier attempt may have made an idempotent call
   * @param doubted whether an earlier attempt may have made the call
   */
  private record Row(
      @Nullable Long fence,
      StepStatus before,
      ContentPart.ToolCall toolCall,
      @Nullable String given,
      int generation,
      long transcriptSeq,
      @Nullable String untrustedFrom,
      @Nullable Long stepFence,
      boolean doubted,
      @Nullable PlannedTool planned,
      boolean begun) {

    static Row map(ResultSet rs) throws SQLException {
      return new Row(
          rs.getObject("fence", Long.class),
          StepStatus.of(rs.getString("status")),
          new ContentPart.ToolCall(
              rs.getString("tool_call_id"), rs.getString("tool"), rs.getString("arguments")),
          rs.getString("given"),
          rs.getInt("generation"),
          rs.getLong("last_seq"),
          rs.getString("untrusted_from"),
          rs.getObject("step_fence", Long.class),
          rs.getBoolean("doubted"),
          planned(rs.getString("skill"), rs.getString("tool_digest")),
          rs.getBoolean("begun"));
    }

    private static @Nullable PlannedTool planned(@Nullable String skill, @Nullable String digest) {
      return digest == null ? null : new PlannedTool(skill, digest);
    }
  }

  private static Row row(Handle handle, RunLock.Locked run, StepRef step, StepKind kind) {
    RunRef ref = run.ref();
    return handle
        .createQuery(CLAIM)
        .bind("org", ref.orgId().value())
        .bind("run", ref.runId())
        .bind("thread", run.threadId())
        .bind("number", step.number())
        .bind("call", step.call())
        .bind("kind", kind.name())
        .bind("not_approved", NOT_APPROVED)
        .map((rs, ctx) -> Row.map(rs))
        .findOne()
        .orElseThrow(() -> PerdureException.notFound("step", step.stepId()));
  }

  private static EventBatch events(StepRef call, StepKind kind, Row row, long fence) {
    EventBatch batch = new EventBatch();
    Long stepFence = row.stepFence();
    if (stepFence != null) {
      String stepId = StepRef.of(call.run(), call.number()).stepId();
      batch.step(stepId, stepFence, new RunEvent.StepStarted(kind));
    }
    if (row.doubted()) {
      batch.step(
          call.stepId(),
          fence,
          EffectEvents.unknown(
              call,
              row.toolCall().id(),
              row.toolCall().name(),
              "The attempt that made the call went away before its result."));
    }
    return batch;
  }
}
