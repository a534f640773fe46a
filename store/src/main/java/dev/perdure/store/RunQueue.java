package dev.perdure.store;

import dev.perdure.core.run.RunRef;
import dev.perdure.core.tenant.OrgId;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The runs of a session that wait for their turn. Its session row is locked while it is used. */
final class RunQueue {

  private static final String ADVANCE =
      """
      WITH used AS (
        UPDATE sessions SET updated_at = clock_timestamp()
        WHERE org_id = :org AND id = :session
      )
      UPDATE runs
      SET status = 'starting', updated_at = clock_timestamp(), status_at = clock_timestamp()
      WHERE org_id = :org
        AND id = (SELECT id FROM runs
                  WHERE org_id = :org AND session_id = :session AND status = 'queued'
                    AND parent_run_id IS NULL
                  ORDER BY input_policy = 'enqueue', ordinal LIMIT 1)
        AND NOT EXISTS (
          SELECT FROM runs
          WHERE org_id = :org AND session_id = :session AND parent_run_id IS NULL
            AND status IN ('starting', 'running', 'waiting', 'paused', 'cancelling'))
      RETURNING id
      """;

  private static final String STARTING =
      """
      SELECT id FROM runs
      WHERE org_id = :org AND session_id = :session AND status = 'starting'
        AND parent_run_id IS NULL
      """;

  /**
   * Lets a queued run start when no other is active: the oldest of those that were to go first,
   * else the oldest.
   */
  @Nullable RunRef advance(Handle handle, OrgId orgId, UUID sessionId) {
    return one(handle, orgId, sessionId, ADVANCE);
  }

  /** The run of the session that is to be started, if there is one. */
  @Nullable RunRef starting(Handle handle, RunRef ended) {
    return one(handle, ended.orgId(), ended.sessionId(), STARTING);
  }

  private static @Nullable RunRef one(Handle handle, OrgId orgId, UUID sessionId, String sql) {
    return handle
        .createQuery(sql)
        .bind("org", orgId.value())
        .bind("session", sessionId)
        .mapTo(UUID.class)
        .findOne()
        .map(id -> new RunRef(orgId, sessionId, id))
        .orElse(null);
  }
}
