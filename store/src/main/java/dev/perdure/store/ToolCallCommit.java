package dev.perdure.store;

import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.EffectEntry;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.session.Role;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Commit;
import dev.perdure.core.step.NewArtifact;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.step.StepStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Commits the result of a call of an ACT or DELEGATE step, with its entry in the ledger. The last
 * one of its step finishes the step.
 */
final class ToolCallCommit {

  /** Ends the call and settles its effect; ends the step, when no other call of it is left. */
  private static final String FINISH =
      """
      WITH ended AS (
        UPDATE steps
        SET status = :status, fence = :fence, error = :error::jsonb,
            ended_at = clock_timestamp()
        WHERE org_id = :org AND run_id = :run AND number = :number AND call = :call
      ), settled AS (
        UPDATE effects
        SET status = CASE WHEN :effect = 'not_done' AND repeated THEN 'unknown' ELSE :effect END,
            result = :result, settled_at = clock_timestamp(), owed_micros = 0
        WHERE org_id = :org AND run_id = :run AND number = :number AND call = :call
          AND generation = :generation AND status = 'intended'
      ), old AS (
        SELECT status FROM steps
        WHERE org_id = :org AND run_id = :run AND number = :number AND call = 0
      )
      UPDATE steps s
      SET status = CASE WHEN d.done THEN 'succeeded' ELSE 'running' END,
          fence = s.fence + CASE WHEN s.status = 'planned' THEN 1 ELSE 0 END,
          started_at = coalesce(s.started_at, clock_timestamp()),
          ended_at = CASE WHEN d.done THEN clock_timestamp() END
      FROM old, (
        SELECT NOT EXISTS (
          SELECT FROM steps
          WHERE org_id = :org AND run_id = :run AND number = :number AND call > 0
            AND call <> :call AND status IN ('planned', 'running', 'unknown')) AS done) d
      WHERE s.org_id = :org AND s.run_id = :run AND s.number = :number AND s.call = 0
      RETURNING s.fence, d.done, old.status = 'planned' AS started
      """;

  /** The tool, or the call, was not right; the content says how. */
  private static final String TOOL_ERROR = "tool_error";

  private static final int ERROR_LENGTH = 500;

  private final Json json;
  private final Bodies bodies;
  private final Supplier<UUID> ids;
  private final EventLog log;
  private final Transcript transcript;
  private final UnknownEffects unknown;

  ToolCallCommit(
      Json json,
      Bodies bodies,
      Supplier<UUID> ids,
      EventLog log,
      Transcript transcript,
      UnknownEffects unknown) {
    this.json = json;
    this.bodies = bodies;
    this.ids = ids;
    this.log = log;
    this.transcript = transcript;
    this.unknown = unknown;
  }

  Commit commit(Handle handle, Claim.Claimed attempt, CallOutcome outcome) {
    StepLock.Locked step = StepLock.lock(handle, attempt.step());
    Optional<Commit> refusal = step.refusal(attempt);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    return write(handle, step, attempt.fence(), outcome, error(outcome), outcome.effect());
  }

  Commit giveUp(Handle handle, StepRef ref, RunError error) {
    StepLock.Locked step = StepLock.lock(handle, ref);
    boolean awaited = step.status() == StepStatus.UNKNOWN && !step.hasGiven();
    if (step.status().finished() || awaited) {
      return new Commit.Done(List.of(), List.of());
    }
    Optional<Commit> refusal = step.refusalOfRun();
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (unknown.turned(handle, step)) {
      return unknown.told(handle, step, error.message());
    }
    return end(handle, step, CallOutcome.of(ToolOutput.failure(error.message())), error);
  }

  /** Ends a call under a new fence, so that no late attempt writes to it. */
  Commit.Done end(
      Handle handle, StepLock.Locked step, CallOutcome outcome, @Nullable RunError error) {
    return write(handle, step, step.fence() + 1, outcome, error, EffectEntry.Status.UNKNOWN);
  }

  /**
   * Writes what a call came to.
   *
   * @param effect where the entry in the ledger gets to, if there is one under way
   */
  private Commit.Done write(
      Handle handle,
      StepLock.Locked step,
      long fence,
      CallOutcome outcome,
      @Nullable RunError error,
      EffectEntry.Status effect) {
    StepRef ref = step.ref();
    UUID messageId = ids.get();
    ToolOutput output = outcome.output();
    ContentPart part =
        new ContentPart.ToolResult(
            step.requireToolCallId(),
            step.requireTool(),
            output.content(),
            output.error(),
            outcome.untrusted());
    List<Message> messages =
        transcript.append(
            handle,
            ref.run(),
            step.run().threadId(),
            List.of(new NewMessage(messageId, ref.stepId(), Role.TOOL, List.of(part))));
    Whole whole = finish(handle, ref, fence, output, error, effect);
    EventBatch batch = new EventBatch();
    String stepId = StepRef.of(ref.run(), ref.number()).stepId();
    if (whole.started()) {
      batch.step(stepId, whole.fence(), new RunEvent.StepStarted(step.kind()));
    }
    for (NewArtifact artifact : outcome.artifacts()) {
      batch.step(ref.stepId(), fence, ArtifactRows.insert(handle, bodies, step, artifact));
    }
    if (outcome.costMicros() > 0) {
      batch.step(ref.stepId(), fence, ToolCosts.book(handle, step, fence, outcome.costMicros()));
    }
    batch.step(
        ref.stepId(),
        fence,
        RunEvent.ToolCallResult.of(
            messageId, step.requireToolCallId(), output.content(), output.error()));
    if (whole.done()) {
      batch.step(stepId, whole.fence(), new RunEvent.StepFinished(step.kind()));
    }
    return new Commit.Done(messages, log.append(handle, ref.run(), batch));
  }

  /** The whole step after one of its calls ended; started when that was its first sign of life. */
  private record Whole(long fence, boolean done, boolean started) {

    static Whole map(ResultSet rs) throws SQLException {
      return new Whole(rs.getLong("fence"), rs.getBoolean("done"), rs.getBoolean("started"));
    }
  }

  private Whole finish(
      Handle handle,
      StepRef ref,
      long fence,
      ToolOutput output,
      @Nullable RunError error,
      EffectEntry.Status effect) {
    RunRef run = ref.run();
    return handle
        .createQuery(FINISH)
        .bind("org", run.orgId().value())
        .bind("run", run.runId())
        .bind("number", ref.number())
        .bind("call", ref.call())
        .bind("generation", ref.generation())
        .bind("fence", fence)
        .bind("status", (error == null ? StepStatus.SUCCEEDED : StepStatus.FAILED).wireName())
        .bind(
            "error",
            bodies.writeOrNull(
                run.orgId(),
                Body.STEP_ERROR,
                Body.step(run.runId(), ref.number(), ref.call()),
                json.error(error)))
        .bind("effect", effect.wireName())
        .bind(
            "result",
            bodies.write(
                run.orgId(),
                Body.EFFECT_RESULT,
                Body.effect(run.runId(), ref.number(), ref.call(), ref.generation()),
                PgText.clean(output.content())))
        .map((rs, ctx) -> Whole.map(rs))
        .one();
  }

  private static @Nullable RunError error(CallOutcome outcome) {
    ToolOutput output = outcome.output();
    if (!output.error()) {
      return null;
    }
    String content = output.content();
    return new RunError(
        Objects.requireNonNullElse(outcome.code(), TOOL_ERROR),
        content.substring(0, Math.min(content.length(), ERROR_LENGTH)),
        null);
  }
}
