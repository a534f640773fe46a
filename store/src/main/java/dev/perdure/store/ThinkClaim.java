package dev.perdure.store;

import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.BudgetKind;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.step.StepStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Takes a THINK, whose row is made by its first claim. */
final class ThinkClaim {

  private static final String STANDS =
      """
      SELECT status, outcome, given FROM steps
      WHERE org_id = :org AND run_id = :run AND number = :number AND call = 0
      """;

  /** Makes the row of a THINK step, or takes it over. */
  private static final String CLAIM =
      """
      WITH old AS (
        SELECT status, open_message_id, open_reasoning_id, outcome, given, generation FROM steps
        WHERE org_id = :org AND run_id = :run AND number = :number AND call = 0
      ), taken AS (
        INSERT INTO steps AS s
          (org_id, run_id, number, call, session_id, kind, status, fence, started_at)
        VALUES
          (:org, :run, :number, 0, :session, :kind, 'running', 1, clock_timestamp())
        ON CONFLICT (org_id, run_id, number, call) DO UPDATE
        SET status = 'running', fence = s.fence + 1, open_message_id = NULL,
            open_reasoning_id = NULL, started_at = coalesce(s.started_at, excluded.started_at)
        WHERE s.kind = excluded.kind AND s.status IN ('planned', 'running')
        RETURNING fence
      ), counted AS (
        UPDATE runs SET steps = greatest(steps, :number), updated_at = clock_timestamp()
        WHERE org_id = :org AND id = :run AND EXISTS (SELECT FROM taken)
      )
      SELECT taken.fence, old.status, old.open_message_id, old.open_reasoning_id, old.outcome,
             old.given, coalesce(old.generation, 0) AS generation, t.last_seq,
             t.untrusted_from
      FROM threads t LEFT JOIN old ON true LEFT JOIN taken ON true
      WHERE t.org_id = :org AND t.id = :thread
      """;

  private final Json json;
  private final Bodies bodies;
  private final EventLog log;
  private final SteerIntake steers;

  ThinkClaim(Json json, Bodies bodies, EventLog log, SteerIntake steers) {
    this.json = json;
    this.bodies = bodies;
    this.log = log;
    this.steers = steers;
  }

  Claim claim(Handle handle, RunLock.Locked run, StepRef step, StepKind kind, boolean last) {
    Optional<BudgetKind> exhausted =
        last ? Optional.empty() : run.budget().exhausted(step.number());
    if (exhausted.isPresent()) {
      Optional<Claim> settled = beyondBudget(handle, step, exhausted.get());
      if (settled.isPresent()) {
        return settled.get();
      }
    }
    EventBatch batch = new EventBatch();
    steers.take(handle, run, step, batch);
    Row row = row(handle, run, step, kind);
    StepStatus before = row.before();
    if (before != null && before.finished()) {
      return new Claim.Finished(before, decision(step, row.outcome()));
    }
    Long fence = row.fence();
    if (fence == null) {
      throw new IllegalStateException("step " + step.stepId() + " is not a " + kind);
    }
    StepRef ref = step.withGeneration(row.generation());
    tell(batch, ref, kind, row, fence);
    return new Claim.Claimed(
        ref,
        fence,
        run.agentId(),
        run.agentVersion(),
        run.threadId(),
        row.transcriptSeq(),
        null,
        run.facts().withUntrustedFrom(row.untrustedFrom()),
        json.output(bodies.readOrNull(step.run().orgId(), Body.STEP_GIVEN, id(step), row.given())),
        log.append(handle, step.run(), batch));
  }

  private @Nullable Decision decision(StepRef step, @Nullable String outcome) {
    return json.decision(
        bodies.readOrNull(step.run().orgId(), Body.STEP_OUTCOME, id(step), outcome));
  }

  private static String id(StepRef step) {
    return Body.step(step.run().runId(), step.number(), 0);
  }

  /** What a spent budget means for the step; empty when its outcome was given, which costs none. */
  private Optional<Claim> beyondBudget(Handle handle, StepRef step, BudgetKind what) {
    return handle
        .createQuery(STANDS)
        .bind("org", step.run().orgId().value())
        .bind("run", step.run().runId())
        .bind("number", step.number())
        .map((rs, ctx) -> {
          StepStatus status = StepStatus.of(rs.getString("status"));
          if (status.finished()) {
            Claim finished = new Claim.Finished(status, decision(step, rs.getString("outcome")));
            return Optional.of(finished);
          }
          return rs.getString("given") == null
              ? Optional.<Claim>of(new Claim.Exhausted(what))
              : Optional.<Claim>empty();
        })
        .findOne()
        .orElse(Optional.of(new Claim.Exhausted(what)));
  }

  /**
   * What the claim found and did.
   *
   * @param fence absent when the step could not be taken
   * @param before where it stood; absent when its row is new
   */
  private record Row(
      @Nullable Long fence,
      @Nullable StepStatus before,
      @Nullable UUID openMessageId,
      @Nullable UUID openReasoningId,
      @Nullable String outcome,
      @Nullable String given,
      int generation,
      long transcriptSeq,
      @Nullable String untrustedFrom) {

    static Row map(ResultSet rs) throws SQLException {
      String before = rs.getString("status");
      return new Row(
          rs.getObject("fence", Long.class),
          before == null ? null : StepStatus.of(before),
          Columns.uuidOrNull(rs, "open_message_id"),
          Columns.uuidOrNull(rs, "open_reasoning_id"),
          rs.getString("outcome"),
          rs.getString("given"),
          rs.getInt("generation"),
          rs.getLong("last_seq"),
          rs.getString("untrusted_from"));
    }
  }

  private static Row row(Handle handle, RunLock.Locked run, StepRef step, StepKind kind) {
    RunRef ref = run.ref();
    return handle
        .createQuery(CLAIM)
        .bind("org", ref.orgId().value())
        .bind("run", ref.runId())
        .bind("session", ref.sessionId())
        .bind("thread", run.threadId())
        .bind("number", step.number())
        .bind("kind", kind.name())
        .map((rs, ctx) -> Row.map(rs))
        .one();
  }

  private static void tell(EventBatch batch, StepRef step, StepKind kind, Row row, long fence) {
    batch.reset(step.stepId(), fence, row.openReasoningId(), row.openMessageId());
    if (row.before() != StepStatus.RUNNING) {
      batch.step(step.stepId(), fence, new RunEvent.StepStarted(kind));
    }
  }
}
