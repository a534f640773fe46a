package dev.perdure.store;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.port.EffectStore.Undoing;
import dev.perdure.core.run.EffectEntry;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** What is to be undone, and what came of it. */
final class EffectUndo {

  /** Effects that took place or may have, and calls that failed after they had changed files. */
  private static final String MAY_HAVE_HAPPENED =
      """
       (e.status <> 'not_done' OR EXISTS (
          SELECT FROM workspace_changes c
          WHERE c.org_id = e.org_id AND c.session_id = e.session_id
            AND c.effect_key = e.effect_key AND c.kind <> 'keep'))
      """;

  private static final String OUTSTANDING =
      RunFamily.WITH_BELOW
          + "SELECT "
          + EffectRows.COLUMNS
          + " FROM effects e WHERE e.org_id = :org AND e.session_id = :session"
          + " AND e.run_id IN (SELECT id FROM below) AND e.undo IS NULL AND"
          + MAY_HAVE_HAPPENED
          + "ORDER BY e.intended_at DESC, e.number DESC, e.call DESC, e.generation DESC";

  private static final String OF_CALL =
      """
       e.org_id = :org AND e.session_id = :session AND e.run_id = :run AND e.number = :number
        AND e.call = :call AND e.generation = :generation
      """;

  private static final String UNDOING =
      """
      SELECT r.agent_id, r.agent_version, e.tool, e.skill, e.arguments, e.result,
             CASE WHEN e.status IN ('intended', 'unknown')
                  THEN greatest(0, ceil(extract(epoch FROM e.hard_deadline - clock_timestamp())
                                        * 1000))::bigint
                  ELSE 0 END AS may_happen_ms
      FROM effects e JOIN runs r ON r.org_id = e.org_id AND r.id = e.run_id
      WHERE e.undo IS NULL AND
      """
          + MAY_HAVE_HAPPENED
          + "AND"
          + OF_CALL;

  private static final String UNDONE =
      """
      UPDATE effects e SET undo = :undo, undo_message = :message, undone_at = clock_timestamp()
      WHERE e.undo IS NULL AND
      """
          + OF_CALL
          + "RETURNING e.tool";

  private final Bodies bodies;
  private final EventLog log;

  EffectUndo(Bodies bodies, EventLog log) {
    this.bodies = bodies;
    this.log = log;
  }

  List<StepRef> outstanding(Handle handle, RunRef run) {
    return handle
        .createQuery(OUTSTANDING)
        .bind("org", run.orgId().value())
        .bind("session", run.sessionId())
        .bind("run", run.runId())
        .map((rs, ctx) -> EffectRows.call(rs))
        .list();
  }

  Optional<Undoing> undoing(Handle handle, StepRef call) {
    String id = EffectRows.id(call);
    return bind(handle.createQuery(UNDOING), call)
        .map((rs, ctx) ->
            new Undoing(
                call,
                Columns.uuid(rs, "agent_id"),
                rs.getInt("agent_version"),
                rs.getString("tool"),
                rs.getString("skill"),
                bodies.read(orgOf(call), Body.EFFECT_ARGUMENTS, id, rs.getString("arguments")),
                Objects.requireNonNullElse(
                    bodies.readOrNull(orgOf(call), Body.EFFECT_RESULT, id, rs.getString("result")),
                    ""),
                Duration.ofMillis(rs.getLong("may_happen_ms"))))
        .findOne();
  }

  List<LoggedEvent> undone(
      Handle handle, StepRef call, EffectEntry.Undo undo, @Nullable String message) {
    Optional<RunRef> teller = EffectTeller.of(handle, call);
    Optional<String> tool =
        bind(handle.createQuery(UNDONE), call)
            .bind("undo", undo.wireName())
            .bind(
                "message",
                bodies.writeOrNull(
                    orgOf(call),
                    Body.EFFECT_UNDO_MESSAGE,
                    EffectRows.id(call),
                    PgText.cleanOrNull(message)))
            .mapTo(String.class)
            .findOne();
    if (tool.isEmpty() || teller.isEmpty()) {
      return List.of();
    }
    EventBatch batch = new EventBatch();
    batch.run(EffectEvents.undone(call, tool.get(), undo, message));
    return log.append(handle, teller.get(), batch);
  }

  private static OrgId orgOf(StepRef call) {
    return call.run().orgId();
  }

  private static <T extends SqlStatement<T>> T bind(T statement, StepRef call) {
    return statement
        .bind("org", call.run().orgId().value())
        .bind("session", call.run().sessionId())
        .bind("run", call.run().runId())
        .bind("number", call.number())
        .bind("call", call.call())
        .bind("generation", call.generation());
  }
}
