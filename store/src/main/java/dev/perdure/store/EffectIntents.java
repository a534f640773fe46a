package dev.perdure.store;

import dev.perdure.core.port.EffectStore;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Commit;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.OrgId;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Commits the intent of an effect before its call is made. */
final class EffectIntents {

  /**
   * An entry is taken over only when the call may be made again under the same key, or by the
   * attempt that made it: its answer was lost, and it has called nothing yet.
   */
  private static final String INTEND =
      """
      INSERT INTO effects AS e
        (org_id, run_id, number, call, generation, session_id, effect_key, tool, effect, status,
         fence, arguments, hard_deadline, skill, owed_micros)
      VALUES
        (:org, :run, :number, :call, :generation, :session, :key, :tool, :effect, 'intended',
         :fence, :arguments, clock_timestamp() + :limit * interval '1 ms', :skill, :cost)
      ON CONFLICT (org_id, run_id, number, call, generation) DO UPDATE
      SET status = 'intended', effect = excluded.effect, fence = excluded.fence,
          arguments = excluded.arguments, settled_at = NULL, result = NULL,
          repeated = e.repeated OR e.status <> 'not_done', intended_at = clock_timestamp(), hard_deadline = excluded.hard_deadline,
          skill = excluded.skill, owed_micros = excluded.owed_micros
      WHERE e.status = 'not_done' OR e.effect = 'idempotent'
        OR e.status = 'intended' AND e.fence = excluded.fence
      """;

  private static final String NOT_DONE =
      """
      UPDATE effects
      SET status = CASE WHEN repeated THEN 'unknown' ELSE 'not_done' END,
          settled_at = clock_timestamp()
      WHERE org_id = :org AND run_id = :run AND number = :number AND call = :call
        AND generation = :generation AND fence = :fence AND status = 'intended'
      """;

  private final Bodies bodies;
  private final UnknownEffects unknown;

  EffectIntents(Bodies bodies, UnknownEffects unknown) {
    this.bodies = bodies;
    this.unknown = unknown;
  }

  Commit intend(Handle handle, Claim.Claimed attempt, EffectStore.Intent intent) {
    StepLock.Locked step = StepLock.lock(handle, attempt.step());
    Optional<Commit> refusal = step.refusal(attempt);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (intent.effect() != Effect.NONE && insert(handle, step, attempt, intent) == 0) {
      return new Commit.Refused("the effect may have happened already");
    }
    return new Commit.Done(List.of(), List.of());
  }

  Commit notDone(Handle handle, Claim.Claimed attempt) {
    StepLock.Locked step = StepLock.lock(handle, attempt.step());
    Optional<Commit> refusal = step.refusal(attempt);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    StepRef ref = step.ref();
    handle
        .createUpdate(NOT_DONE)
        .bind("org", ref.run().orgId().value())
        .bind("run", ref.run().runId())
        .bind("number", ref.number())
        .bind("call", ref.call())
        .bind("generation", ref.generation())
        .bind("fence", attempt.fence())
        .execute();
    return new Commit.Done(List.of(), List.of());
  }

  Commit unknown(Handle handle, Claim.Claimed attempt, String why) {
    StepLock.Locked step = StepLock.lock(handle, attempt.step());
    Optional<Commit> refusal = step.refusal(attempt);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    return unknown.turned(handle, step)
        ? unknown.told(handle, step, why)
        : new Commit.Refused("no effect was intended");
  }

  private int insert(
      Handle handle, StepLock.Locked step, Claim.Claimed attempt, EffectStore.Intent intent) {
    StepRef ref = step.ref();
    return handle
        .createUpdate(INTEND)
        .bind("org", ref.run().orgId().value())
        .bind("run", ref.run().runId())
        .bind("session", ref.run().sessionId())
        .bind("number", ref.number())
        .bind("call", ref.call())
        .bind("generation", ref.generation())
        .bind("key", ref.effectKey())
        .bind("tool", step.requireTool())
        .bind("effect", intent.effect().wireName())
        .bind("fence", attempt.fence())
        .bind("arguments", arguments(step))
        .bind("limit", intent.limit().toMillis())
        .bind("skill", intent.skill())
        .bind("cost", intent.costMicros())
        .execute();
  }

  private String arguments(StepLock.Locked step) {
    StepRef ref = step.ref();
    OrgId orgId = ref.run().orgId();
    String call = Body.step(ref.run().runId(), ref.number(), ref.call());
    String asked = bodies.read(orgId, Body.STEP_ARGUMENTS, call, step.requireStoredArguments());
    return bodies.write(orgId, Body.EFFECT_ARGUMENTS, EffectRows.id(ref), asked);
  }
}
