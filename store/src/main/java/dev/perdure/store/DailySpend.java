package dev.perdure.store;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.quota.Limits;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.tenant.OrgId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What an organization's model calls cost in a day (UTC): the ledger, and what calls may cost. */
final class DailySpend {

  private static final String SPENT =
      """
      SELECT coalesce((SELECT sum(cost_micros) FROM usage
                       WHERE org_id = :org AND at >= day.began), 0)::bigint AS spent,
             coalesce((SELECT sum(reserved_cost_micros) FROM runs
                       WHERE org_id = :org AND reserved_cost_micros > 0 AND status = 'running'
                         AND id <> :run), 0)::bigint AS reserved,
             day.now, day.began + interval '1 day' AS resets_at
      FROM (SELECT clock_timestamp() AS now,
                   date_trunc('day', clock_timestamp(), 'UTC') AS began) day
      """;

  private static final UUID NO_RUN = new UUID(0, 0);

  private final QuotaRows quotas;

  DailySpend(QuotaRows quotas) {
    this.quotas = quotas;
  }

  /**
   * The day so far.
   *
   * @param reserved held by calls under way
   */
  record Day(long spent, long reserved, Instant now, Instant resetsAt) {}

  static Day day(Handle handle, OrgId orgId) {
    return day(handle, orgId, NO_RUN);
  }

  /** Refuses where no call could be made. */
  static void require(Handle handle, OrgId orgId, Limits limits) {
    Long most = limits.dailySpendMicros();
    if (most == null) {
      return;
    }
    Day day = day(handle, orgId);
    if (day.spent() >= most) {
      throw new PerdureException(
          new PerdureError.RateLimited(
              "quota_exceeded",
              "The organization has spent what it may in a day. Go on after "
                  + day.resetsAt()
                  + ", or have the quota raised.",
              Duration.between(day.now(), day.resetsAt())));
    }
  }

  /**
   * Whether a call of a run is within the quota, whatever other calls under way cost. Holds off
   * other calls of the organization until the transaction ends.
   */
  boolean allows(Handle handle, RunRef run, long costMicros) {
    Long most = quotas.limits(handle, run.orgId()).dailySpendMicros();
    if (most == null || costMicros == 0) {
      return true;
    }
    OrgLock.SPEND.take(handle, run.orgId());
    Day day = day(handle, run.orgId(), run.runId());
    return day.spent() + day.reserved() + costMicros <= most;
  }

  private static Day day(Handle handle, OrgId orgId, UUID except) {
    return handle
        .createQuery(SPENT)
        .bind("org", orgId.value())
        .bind("run", except)
        .map((rs, ctx) -> map(rs))
        .one();
  }

  private static Day map(ResultSet rs) throws SQLException {
    return new Day(
        rs.getLong("spent"),
        rs.getLong("reserved"),
        Columns.instant(rs, "now"),
        Columns.instant(rs, "resets_at"));
  }
}
