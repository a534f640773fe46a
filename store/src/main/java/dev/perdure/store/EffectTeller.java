package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.step.StepRef;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Who tells what became of an effect: its run, or the nearest one above whose stream is not over.
 * Nobody does when all have ended; then only the ledger says it.
 */
final class EffectTeller {

  private static final String TELLER =
      """
      WITH RECURSIVE above (id, parent_run_id, depth, status) AS (
        SELECT id, parent_run_id, depth, status FROM runs
        WHERE org_id = :org AND session_id = :session AND id = :run
        UNION ALL
        SELECT r.id, r.parent_run_id, r.depth, r.status
        FROM above a JOIN runs r ON r.org_id = :org AND r.id = a.parent_run_id
      )
      SELECT (SELECT id FROM above WHERE status NOT IN ('succeeded', 'failed', 'cancelled', 'expired')
              ORDER BY depth DESC LIMIT 1) AS id
      FROM above LIMIT 1
      """;

  private EffectTeller() {}

  /** Finds and locks it. */
  static Optional<RunRef> of(Handle handle, StepRef call) {
    RunRef run = call.run();
    return handle
        .createQuery(TELLER)
        .bind("org", run.orgId().value())
        .bind("session", run.sessionId())
        .bind("run", run.runId())
        .map((rs, ctx) -> Optional.ofNullable(Columns.uuidOrNull(rs, "id")))
        .findOne()
        .orElseThrow(() -> PerdureException.notFound("run", run.runId()))
        .map(id -> new RunRef(run.orgId(), run.sessionId(), id))
        .filter(teller -> !RunLock.run(handle, teller).status().terminal());
  }
}
