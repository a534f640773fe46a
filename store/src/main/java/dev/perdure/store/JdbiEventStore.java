package dev.perdure.store;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.port.EventStore;
import dev.perdure.core.tenant.OrgId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads {@code execution_logs}. */
final class JdbiEventStore implements EventStore {

  private static final String COLUMNS =
      "SELECT session_id, pos, run_id, parent_run_id, step_id, fence, at, event FROM execution_logs ";

  private static final String OF_SESSION =
      COLUMNS
          + """
          WHERE org_id = :org AND session_id = :session AND pos > :after
          ORDER BY pos LIMIT :limit
          """;

  private static final String OF_RUN =
      COLUMNS
          + """
          WHERE org_id = :org AND run_id = :run AND session_id = :session AND pos > :after
          ORDER BY pos LIMIT :limit
          """;

  private static final String OF_RUNS =
      COLUMNS
          + """
          WHERE org_id = :org AND session_id = :session AND pos > :after AND run_id = ANY(:runs)
          ORDER BY pos LIMIT :limit
          """;

  // What a run is writing belongs to its last step, and began among its last events.
  private static final String OPEN =
      """
      SELECT l.session_id, l.pos, l.run_id, l.parent_run_id, l.step_id, l.fence, l.at, l.event
      FROM runs r
      CROSS JOIN LATERAL (
        SELECT number, open_message_id, open_reasoning_id FROM steps
        WHERE org_id = r.org_id AND run_id = r.id AND call = 0
        ORDER BY number DESC LIMIT 1
      ) s
      CROSS JOIN LATERAL (VALUES (s.open_message_id), (s.open_reasoning_id)) AS open (id)
      CROSS JOIN LATERAL (
        SELECT * FROM execution_logs
        WHERE org_id = r.org_id AND run_id = r.id AND session_id = r.session_id
          AND type IN ('TEXT_MESSAGE_START', 'REASONING_START')
          AND coalesce(message_id::text, event ->> 'messageId') = open.id::text
        ORDER BY pos DESC LIMIT 1
      ) l
      WHERE r.org_id = :org AND r.session_id = :session AND open.id IS NOT NULL
        AND r.status IN ('running', 'waiting', 'paused', 'cancelling')
      ORDER BY l.pos
      """;

  private static final String LAST =
      "SELECT last_pos FROM session_positions WHERE org_id = :org AND session_id = :session";

  private static final String BEFORE_RUN =
      """
      SELECT coalesce(
        (SELECT min(pos) - 1 FROM execution_logs
         WHERE org_id = :org AND run_id = :run AND session_id = :session),
        last_pos)
      FROM session_positions WHERE org_id = :org AND session_id = :session
      """;

  private final Db db;
  private final Json json;
  private final Bodies bodies;

  JdbiEventStore(Db db, Json json, Bodies bodies) {
    this.db = db;
    this.json = json;
    this.bodies = bodies;
  }

  @Override
  public List<LoggedEvent> read(
      OrgId orgId, UUID sessionId, long after, @Nullable UUID runId, int limit) {
    return db.inOrg(
        orgId,
        handle ->
            handle
                .createQuery(runId == null ? OF_SESSION : OF_RUN)
                .bind("org", orgId.value())
                .bind("session", sessionId)
                .bind("run", runId)
                .bind("after", after)
                .bind("limit", limit)
                .map((rs, ctx) -> row(orgId, rs))
                .list());
  }

  @Override
  public List<LoggedEvent> readRuns(
      OrgId orgId, UUID sessionId, long after, Collection<UUID> runIds, int limit) {
    return db.inOrg(
        orgId,
        handle ->
            handle
                .createQuery(OF_RUNS)
                .bind("org", orgId.value())
                .bind("session", sessionId)
                .bindArray("runs", UUID.class, List.copyOf(runIds))
                .bind("after", after)
                .bind("limit", limit)
                .map((rs, ctx) -> row(orgId, rs))
                .list());
  }

  @Override
  public List<LoggedEvent> openStarts(OrgId orgId, UUID sessionId) {
    return db.inOrg(
        orgId,
        handle ->
            handle
                .createQuery(OPEN)
                .bind("org", orgId.value())
                .bind("session", sessionId)
                .map((rs, ctx) -> row(orgId, rs))
                .list());
  }

  @Override
  public long lastPosition(OrgId orgId, UUID sessionId) {
    return db.inOrg(
        orgId,
        handle ->
            handle
                .createQuery(LAST)
                .bind("org", orgId.value())
                .bind("session", sessionId)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L));
  }

  @Override
  public long positionBefore(OrgId orgId, UUID sessionId, UUID runId) {
    return db.inOrg(
        orgId,
        handle ->
            handle
                .createQuery(BEFORE_RUN)
                .bind("org", orgId.value())
                .bind("session", sessionId)
                .bind("run", runId)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L));
  }

  private LoggedEvent row(OrgId orgId, ResultSet rs) throws SQLException {
    UUID sessionId = Columns.uuid(rs, "session_id");
    long pos = rs.getLong("pos");
    String id = Body.event(sessionId, pos);
    return new LoggedEvent(
        orgId,
        sessionId,
        pos,
        Columns.uuid(rs, "run_id"),
        rs.getString("step_id"),
        rs.getLong("fence"),
        Columns.instant(rs, "at"),
        json.event(bodies.read(orgId, Body.EVENT, id, rs.getString("event"))),
        Columns.uuidOrNull(rs, "parent_run_id"));
  }
}
