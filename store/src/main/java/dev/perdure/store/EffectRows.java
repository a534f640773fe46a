package dev.perdure.store;

import dev.perdure.core.run.EffectEntry;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.OrgId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads rows of {@code effects}. */
final class EffectRows {

  /** What {@link #map} needs of {@code effects e}. */
  static final String COLUMNS =
      """
      e.org_id, e.session_id, e.run_id, e.number, e.call, e.generation, e.effect_key, e.tool,
      e.effect, e.status, e.intended_at, e.hard_deadline, e.settled_at, e.result, e.undo,
      e.undo_message
      """;

  private EffectRows() {}

  static EffectEntry map(Bodies bodies, ResultSet rs) throws SQLException {
    StepRef call = call(rs);
    OrgId orgId = call.run().orgId();
    String id = id(call);
    return new EffectEntry(
        call.run(),
        rs.getString("effect_key"),
        call.stepId(),
        rs.getString("tool"),
        Effect.valueOf(rs.getString("effect").toUpperCase(Locale.ROOT)),
        EffectEntry.Status.of(rs.getString("status")),
        Columns.instant(rs, "intended_at"),
        Columns.instant(rs, "hard_deadline"),
        Columns.instantOrNull(rs, "settled_at"),
        bodies.readOrNull(orgId, Body.EFFECT_RESULT, id, rs.getString("result")),
        undo(rs.getString("undo")),
        bodies.readOrNull(orgId, Body.EFFECT_UNDO_MESSAGE, id, rs.getString("undo_message")));
  }

  /** The call an entry is of. */
  static StepRef call(ResultSet rs) throws SQLException {
    return new StepRef(
        new RunRef(
            new OrgId(Columns.uuid(rs, "org_id")),
            Columns.uuid(rs, "session_id"),
            Columns.uuid(rs, "run_id")),
        rs.getInt("number"),
        rs.getInt("call"),
        rs.getInt("generation"));
  }

  /** Names the entry of a call for {@link Bodies}. */
  static String id(StepRef call) {
    return Body.effect(call.run().runId(), call.number(), call.call(), call.generation());
  }

  private static EffectEntry.@Nullable Undo undo(@Nullable String wireName) {
    return wireName == null ? null : EffectEntry.Undo.of(wireName);
  }
}
