package dev.perdure.store;

import dev.perdure.core.run.InputPolicy;
import dev.perdure.core.run.QueuedFor;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunBudget;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.tenant.OrgId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads rows of {@code runs}. */
final class RunRows {

  /** What {@link #map} needs of the table. */
  static final String COLUMNS =
      """
      org_id, id, session_id, thread_id, agent_id, agent_version, status, waiting_for,
      CASE WHEN status = 'queued' THEN
        CASE WHEN EXISTS (
          SELECT FROM runs before
          WHERE before.org_id = runs.org_id AND before.session_id = runs.session_id
            AND before.parent_run_id IS NULL
            AND (before.status IN ('starting', 'running', 'waiting', 'paused', 'cancelling')
              OR before.status = 'queued' AND before.ordinal < runs.ordinal))
        THEN 'session' ELSE 'quota' END END AS queued_for,
      input_policy, input, output, error, input_tokens, cached_input_tokens, output_tokens,
      reasoning_tokens, steps, parent_run_id, depth, retry_of, forked_from,
      coalesce(max_steps, (SELECT (v.config ->> 'maxSteps')::integer FROM agent_versions v
                           WHERE v.org_id = runs.org_id AND v.agent_id = runs.agent_id
                             AND v.version = runs.agent_version)) AS max_steps, max_tokens,
      spent_tokens, reserved_tokens, carved_tokens, max_cost_micros, spent_cost_micros,
      reserved_cost_micros, carved_cost_micros, wall_time_ms, cost_micros, created_by, created_at, started_at, ended_at, updated_at
      """;

  private static final String FIND =
      "SELECT " + COLUMNS + " FROM runs WHERE org_id = :org AND id = :id";

  private final Json json;
  private final Bodies bodies;

  RunRows(Json json, Bodies bodies) {
    this.json = json;
    this.bodies = bodies;
  }

  Optional<Run> find(Handle handle, OrgId orgId, UUID id) {
    return handle
        .createQuery(FIND)
        .bind("org", orgId.value())
        .bind("id", id)
        .map((rs, ctx) -> map(rs))
        .findOne();
  }

  Run map(ResultSet rs) throws SQLException {
    OrgId orgId = new OrgId(Columns.uuid(rs, "org_id"));
    UUID id = Columns.uuid(rs, "id");
    return new Run(
        orgId,
        id,
        Columns.uuid(rs, "session_id"),
        Columns.uuid(rs, "thread_id"),
        Columns.uuid(rs, "agent_id"),
        rs.getInt("agent_version"),
        RunStatus.of(rs.getString("status")),
        waitReason(rs.getString("waiting_for")),
        queuedFor(rs.getString("queued_for")),
        InputPolicy.of(rs.getString("input_policy")),
        json.content(bodies.read(orgId, Body.RUN_INPUT, id, rs.getString("input"))),
        bodies.readOrNull(orgId, Body.RUN_OUTPUT, id, rs.getString("output")),
        json.error(bodies.readOrNull(orgId, Body.RUN_ERROR, id, rs.getString("error"))),
        usage(rs),
        rs.getInt("steps"),
        family(rs),
        budget(rs),
        rs.getLong("cost_micros"),
        Columns.uuid(rs, "created_by"),
        Columns.instant(rs, "created_at"),
        Columns.instantOrNull(rs, "started_at"),
        Columns.instantOrNull(rs, "ended_at"),
        Columns.instant(rs, "updated_at"));
  }

  static @Nullable WaitReason waitReason(@Nullable String wireName) {
    return wireName == null ? null : WaitReason.of(wireName);
  }

  private static @Nullable QueuedFor queuedFor(@Nullable String wireName) {
    return wireName == null ? null : QueuedFor.of(wireName);
  }

  private static Run.Family family(ResultSet rs) throws SQLException {
    return new Run.Family(
        Columns.uuidOrNull(rs, "parent_run_id"),
        rs.getInt("depth"),
        Columns.uuidOrNull(rs, "retry_of"),
        Columns.uuidOrNull(rs, "forked_from"));
  }

  private static RunBudget budget(ResultSet rs) throws SQLException {
    Instant startedAt = Columns.instantOrNull(rs, "started_at");
    Long wallTime = rs.getObject("wall_time_ms", Long.class);
    return new RunBudget(
        rs.getInt("max_steps"),
        rs.getObject("max_tokens", Long.class),
        rs.getLong("spent_tokens"),
        rs.getLong("reserved_tokens") + rs.getLong("carved_tokens"),
        rs.getObject("max_cost_micros", Long.class),
        rs.getLong("spent_cost_micros"),
        rs.getLong("reserved_cost_micros") + rs.getLong("carved_cost_micros"),
        startedAt == null || wallTime == null ? null : startedAt.plusMillis(wallTime));
  }

  private static TokenUsage usage(ResultSet rs) throws SQLException {
    return new TokenUsage(
        rs.getLong("input_tokens"),
        rs.getLong("cached_input_tokens"),
        rs.getLong("output_tokens"),
        rs.getLong("reasoning_tokens"));
  }
}
