package dev.perdure.store;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.port.RunRecovery;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.tenant.OrgId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** What the sweeper and the reconciler see across organizations. */
final class JdbiRunRecovery implements RunRecovery {

  // Organizations take turns: the many runs of one, started long ago and waiting for a worker, must
  // not hide the one of another that nobody has started. A sub-agent is started by its parent.
  private static final String STARTING =
      """
      SELECT org_id, session_id, id FROM (
        SELECT org_id, session_id, id, status_at,
          row_number() OVER (PARTITION BY org_id ORDER BY status_at) AS turn
        FROM runs
        WHERE status = 'starting' AND parent_run_id IS NULL
          AND status_at <= now() - :age * interval '1 ms') late
      ORDER BY turn, status_at LIMIT :limit
      """;

  private static final String UNTAKEN =
      """
      SELECT org_id, session_id, id FROM (
        SELECT r.org_id, r.session_id, r.id, min(c.created_at) AS since,
          row_number() OVER (PARTITION BY r.org_id ORDER BY min(c.created_at)) AS turn
        FROM commands c JOIN runs r ON r.org_id = c.org_id AND r.id = c.run_id
        WHERE c.taken_at IS NULL AND c.kind <> 'steer'
          AND c.created_at <= now() - :age * interval '1 ms'
          AND r.status IN ('running', 'waiting', 'paused', 'cancelling') AND NOT r.workflow_lost
        GROUP BY r.org_id, r.session_id, r.id) late
      ORDER BY turn, since LIMIT :limit
      """;

  // A sub-agent is its parent's concern, unless nothing works on that any more.
  private static final String TAKE_UNCHECKED =
      """
      WITH suspect AS (
        SELECT r.org_id, r.id FROM runs r
        LEFT JOIN runs p ON p.org_id = r.org_id AND p.id = r.parent_run_id
        WHERE r.status IN ('starting', 'running', 'waiting', 'paused', 'cancelling')
          AND NOT r.workflow_lost
          AND (p.id IS NULL OR p.ended_at IS NOT NULL OR p.workflow_lost)
          AND r.checked_at <= now() - :age * interval '1 ms'
        ORDER BY r.checked_at LIMIT :limit
        FOR NO KEY UPDATE OF r SKIP LOCKED
      )
      UPDATE runs r SET checked_at = clock_timestamp()
      FROM suspect s WHERE r.org_id = s.org_id AND r.id = s.id
      RETURNING r.org_id, r.session_id, r.id, r.status
      """;

  private final Db db;
  private final LostRuns lost;

  JdbiRunRecovery(Db db, LostRuns lost) {
    this.db = db;
    this.lost = lost;
  }

  @Override
  public List<RunRef> startingFor(Duration age, int limit) {
    return refs(STARTING, age, limit);
  }

  @Override
  public List<RunRef> commandsUntakenFor(Duration age, int limit) {
    return refs(UNTAKEN, age, limit);
  }

  @Override
  public List<Suspect> takeUnchecked(Duration age, int limit) {
    return db.acrossOrgs(handle ->
        handle
            .createQuery(TAKE_UNCHECKED)
            .bind("age", age.toMillis())
            .bind("limit", limit)
            .map((rs, ctx) -> new Suspect(ref(rs), RunStatus.of(rs.getString("status"))))
            .list());
  }

  @Override
  public List<LoggedEvent> awaitRecovery(RunRef run, RunError reason) {
    return db.inOrg(run.orgId(), handle -> lost.awaitRecovery(handle, run, reason));
  }

  @Override
  public boolean undoAgain(RunRef run) {
    return db.inOrg(run.orgId(), handle -> lost.undoAgain(handle, run));
  }

  private List<RunRef> refs(String sql, Duration age, int limit) {
    return db.acrossOrgs(handle ->
        handle
            .createQuery(sql)
            .bind("age", age.toMillis())
            .bind("limit", limit)
            .map((rs, ctx) -> ref(rs))
            .list());
  }

  private static RunRef ref(ResultSet rs) throws SQLException {
    return new RunRef(
        new OrgId(Columns.uuid(rs, "org_id")),
        Columns.uuid(rs, "session_id"),
        Columns.uuid(rs, "id"));
  }
}
