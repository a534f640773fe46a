package dev.perdure.store;

import dev.perdure.core.run.EffectEntry;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.StepRef;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** Changes steps from outside: what people give them, order again, or word otherwise. */
final class StepGiven {

  /** A THINK that was never claimed has no row yet. */
  private static final String GIVE =
      """
      INSERT INTO steps AS s (org_id, run_id, number, call, session_id, kind, status, given)
      VALUES (:org, :run, :number, :call, :session, 'THINK', 'planned', :given::jsonb)
      ON CONFLICT (org_id, run_id, number, call) DO UPDATE
      SET given = excluded.given, status = 'planned'
      WHERE s.status IN ('planned', 'unknown')
      """;

  private static final String GIVE_CALL =
      """
      UPDATE steps SET given = :given::jsonb, status = 'planned'
      WHERE org_id = :org AND run_id = :run AND number = :number AND call = :call
        AND status IN ('planned', 'unknown')
      """;

  private static final String AGAIN =
      """
      UPDATE steps SET generation = generation + 1, given = NULL, status = 'planned'
      WHERE org_id = :org AND run_id = :run AND number = :number AND call = :call
        AND status IN ('planned', 'unknown')
      """;

  private static final String REWORD =
      """
      UPDATE steps SET generation = generation + 1, arguments = :arguments
      WHERE org_id = :org AND run_id = :run AND number = :number AND call = :call
        AND status = 'planned'
      """;

  /** Nobody encrypts them anew before their hash is noted. */
  private static final String ARGUMENTS =
      """
      SELECT arguments FROM steps
      WHERE org_id = :org AND run_id = :run AND number = :number AND call = :call
      FOR NO KEY UPDATE
      """;

  private static final String APPROVE =
      """
      UPDATE steps SET approved = sha256(convert_to(:arguments, 'UTF8'))
      WHERE org_id = :org AND run_id = :run AND number = :number AND call = :call
      """;

  private static final String EFFECT =
      """
      WHERE e.org_id = :org AND e.run_id = :run AND e.number = :number AND e.call = :call
        AND e.generation = (SELECT generation FROM steps
                            WHERE org_id = :org AND run_id = :run AND number = :number
                              AND call = :call)
      """;

  private static final String SETTLE_EFFECT =
      "UPDATE effects e SET status = :status, settled_at = clock_timestamp()\n"
          + EFFECT
          + " AND e.status = 'unknown' RETURNING e.generation";

  private static final String UNDER_WAY =
      "SELECT e.hard_deadline FROM effects e\n"
          + EFFECT
          + " AND e.hard_deadline > clock_timestamp()";

  private final Json json;
  private final Bodies bodies;

  StepGiven(Json json, Bodies bodies) {
    this.json = json;
    this.bodies = bodies;
  }

  /** Where a step is; its call is 0 when it is the step itself. */
  record Place(RunRef run, int number, int call) {}

  /** The outcome, so that nothing is called for it. */
  void give(Handle handle, Place step, ToolOutput output) {
    String given = json.output(output);
    bound(handle.createUpdate(step.call() == 0 ? GIVE : GIVE_CALL), step)
        .bind("session", step.run().sessionId())
        .bind("given", bodies.write(step.run().orgId(), Body.STEP_GIVEN, id(step), given))
        .execute();
  }

  /** Orders the call again, as a new effect. */
  void again(Handle handle, Place call) {
    bound(handle.createUpdate(AGAIN), call).execute();
  }

  /** Other arguments than the model's, which make it a new effect. */
  void reword(Handle handle, Place call, String arguments) {
    String said = PgText.clean(arguments);
    bound(handle.createUpdate(REWORD), call)
        .bind("arguments", bodies.write(call.run().orgId(), Body.STEP_ARGUMENTS, id(call), said))
        .execute();
  }

  /**
   * The arguments that were approved, as they were shown or are from now on. Noted is the hash of
   * what is stored, which tells nothing when that is encrypted; none when it says something else.
   */
  void approve(Handle handle, Place call, String arguments) {
    String stored = bound(handle.createQuery(ARGUMENTS), call).mapTo(String.class).one();
    String asked = bodies.read(call.run().orgId(), Body.STEP_ARGUMENTS, id(call), stored);
    bound(handle.createUpdate(APPROVE), call)
        .bind("arguments", asked.equals(PgText.clean(arguments)) ? stored : null)
        .execute();
  }

  /** What a person says of an effect; the call it is of, when nobody had known. */
  Optional<StepRef> settleEffect(Handle handle, Place call, EffectEntry.Status status) {
    return bound(handle.createQuery(SETTLE_EFFECT), call)
        .bind("status", status.wireName())
        .mapTo(Integer.class)
        .findOne()
        .map(generation ->
            StepRef.of(call.run(), call.number()).withCall(call.call()).withGeneration(generation));
  }

  /** Until when the call may still be under way; empty when it can't be. */
  Optional<Instant> underWayUntil(Handle handle, Place call) {
    return bound(handle.createQuery(UNDER_WAY), call)
        .mapTo(OffsetDateTime.class)
        .findOne()
        .map(OffsetDateTime::toInstant);
  }

  private static String id(Place step) {
    return Body.step(step.run().runId(), step.number(), step.call());
  }

  private static <S extends SqlStatement<S>> S bound(S statement, Place step) {
    return statement
        .bind("org", step.run().orgId().value())
        .bind("run", step.run().runId())
        .bind("number", step.number())
        .bind("call", step.call());
  }
}
