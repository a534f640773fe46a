package dev.perdure.store;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.quota.Limits;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * How many runs of an organization work at once. Those beyond the quota are queued though nothing
 * of their session is active, and start when another ends or begins to wait. Counted from the rows
 * each time, so that nothing drifts when a process dies.
 */
final class RunTurns {

  /** Runs that work; those that can start; those that are queued for whatever reason. */
  private static final String COUNT =
      """
      SELECT (SELECT count(*) FROM runs
              WHERE org_id = :org AND parent_run_id IS NULL
                AND status IN ('starting', 'running', 'cancelling'))::integer AS working,
             count(DISTINCT q.session_id) FILTER (WHERE NOT EXISTS (
               SELECT FROM runs a
               WHERE a.org_id = :org AND a.session_id = q.session_id AND a.parent_run_id IS NULL
                 AND a.status IN ('starting', 'running', 'waiting', 'paused', 'cancelling')
             ))::integer AS held,
             count(*)::integer AS queued
      FROM runs q
      WHERE q.org_id = :org AND q.status = 'queued' AND q.parent_run_id IS NULL
      """;

  /** The session whose turn it is. One that another transaction works on gets its turn from it. */
  private static final String NEXT =
      """
      SELECT s.id FROM sessions s
      JOIN LATERAL (
        SELECT min(q.ordinal) AS since FROM runs q
        WHERE q.org_id = :org AND q.session_id = s.id AND q.status = 'queued'
          AND q.parent_run_id IS NULL
      ) waits ON waits.since IS NOT NULL
      WHERE s.org_id = :org
        AND s.id IN (SELECT session_id FROM runs
                     WHERE org_id = :org AND status = 'queued' AND parent_run_id IS NULL)
        AND NOT EXISTS (
          SELECT FROM runs a
          WHERE a.org_id = :org AND a.session_id = s.id AND a.parent_run_id IS NULL
            AND a.status IN ('starting', 'running', 'waiting', 'paused', 'cancelling'))
      ORDER BY waits.since LIMIT 1
      FOR NO KEY UPDATE OF s SKIP LOCKED
      """;

  private static final Duration SOON = Duration.ofSeconds(10);

  private final QuotaRows quotas;
  private final RunQueue queue = new RunQueue();

  RunTurns(QuotaRows quotas) {
    this.quotas = quotas;
  }

  /** What an organization's runs are doing. */
  record Count(int working, int held, int queued) {}

  /**
   * What a new run starts as. Its session is locked; when it may start, so is the counting of the
   * organization's runs, until the transaction ends.
   *
   * @param wanted what it would be if no other session had runs
   */
  RunStatus place(Handle handle, OrgId orgId, RunStatus wanted) {
    Limits limits = quotas.limits(handle, orgId);
    DailySpend.require(handle, orgId, limits);
    if (wanted == RunStatus.STARTING) {
      OrgLock.RUNS.take(handle, orgId);
    }
    Count count = count(handle, orgId);
    if (wanted == RunStatus.STARTING && count.working() + count.held() < limits.concurrentRuns()) {
      return RunStatus.STARTING;
    }
    if (count.queued() >= limits.queuedRuns()) {
      throw new PerdureException(
          new PerdureError.RateLimited(
              "quota_exceeded",
              "The organization has "
                  + count.queued()
                  + " runs that wait for their turn, as many as it may. Try again when some have"
                  + " ended.",
              SOON));
    }
    return RunStatus.QUEUED;
  }

  /**
   * Lets the run start whose turn it is, if one more may work. Sessions take turns by the age of
   * what they wait with.
   */
  Optional<RunRef> next(Handle handle, OrgId orgId) {
    return waiting(handle, orgId)
        .filter(session -> {
          OrgLock.RUNS.take(handle, orgId);
          int most = quotas.limits(handle, orgId).concurrentRuns();
          return count(handle, orgId).working() < most;
        })
        .flatMap(session -> Optional.ofNullable(queue.advance(handle, orgId, session)));
  }

  static Count count(Handle handle, OrgId orgId) {
    return handle
        .createQuery(COUNT)
        .bind("org", orgId.value())
        .map((rs, ctx) -> new Count(rs.getInt("working"), rs.getInt("held"), rs.getInt("queued")))
        .one();
  }

  private static Optional<UUID> waiting(Handle handle, OrgId orgId) {
    return handle.createQuery(NEXT).bind("org", orgId.value()).mapTo(UUID.class).findOne();
  }
}
