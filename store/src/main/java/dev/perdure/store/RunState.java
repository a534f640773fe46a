package dev.perdure.store;

import dev.perdure.core.run.RunRef;
import org.jdbi.v3.core.Handle;

/**
 * The one place that says whether a run that has begun is running, waiting, or paused: paused until
 * it is resumed, else waiting for what it has waited for longest, else running. A run without a
 * workflow waits for recovery before all else. Its row is locked while this is used.
 */
final class RunState {

  private static final String SETTLE =
      """
      UPDATE runs r
      SET status = d.status,
          waiting_for = CASE WHEN d.status = 'waiting' THEN d.reason END,
          error = CASE WHEN d.troubled THEN r.error END,
          updated_at = clock_timestamp(),
          status_at = CASE WHEN d.status = r.status THEN r.status_at ELSE clock_timestamp() END
      FROM (
        SELECT w.reason, w.troubled,
               CASE WHEN c.paused THEN 'paused' WHEN w.reason IS NOT NULL THEN 'waiting'
                    ELSE 'running' END AS status
        FROM (
          SELECT workflow_lost, status = 'paused' AND NOT :resumed AND NOT workflow_lost AS paused
          FROM runs WHERE org_id = :org AND id = :run
        ) c, LATERAL (
          SELECT CASE WHEN c.workflow_lost THEN 'recovery'
                      ELSE (array_agg(reason ORDER BY id))[1] END AS reason,
                 coalesce(bool_or(reason IN ('budget', 'recovery')), false) AS troubled
          FROM interrupts WHERE org_id = :org AND run_id = :run AND status = 'open'
        ) w
      ) d
      WHERE r.org_id = :org AND r.id = :run AND r.status IN ('running', 'waiting', 'paused')
      """;

  private RunState() {}

  /** Brings the status in line with what the run waits for. */
  static void settle(Handle handle, RunRef run) {
    settle(handle, run, false);
  }

  /** The same, for a run whose pause is over. */
  static void resume(Handle handle, RunRef run) {
    settle(handle, run, true);
  }

  private static void settle(Handle handle, RunRef run, boolean resumed) {
    handle
        .createUpdate(SETTLE)
        .bind("org", run.orgId().value())
        .bind("run", run.runId())
        .bind("resumed", resumed)
        .execute();
  }
}
