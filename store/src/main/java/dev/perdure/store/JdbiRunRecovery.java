package dev.perdure.store;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.port.CommandAccepted;
import dev.perdure.core.port.RunRecovery;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.tenant.OrgId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the sweeper and the reconciler see across organizations. */
final class JdbiRunRecovery implements RunRecovery {

  private static final String STARTING =
      "SELECT org_id, session_id, id FROM crossing.runs_starting(:age * interval '1 ms', :limit)";

  private static final String UNTAKEN =
      """
      SELECT org_id, session_id, id
      FROM crossing.runs_with_untaken_commands(:age * interval '1 ms', :limit)
      """;

  private static final int MOST_ORGANIZATIONS = 200;

  private static final String HOLDING =
      "SELECT org_id FROM crossing.organizations_with_runs_to_start(:limit)";

  private static final String TO_PAUSE =
      "SELECT org_id, session_id, id FROM crossing.runs_to_pause(:org::uuid, :limit)";

  private static final String TAKE_UNCHECKED =
      """
      SELECT org_id, session_id, id, status
      FROM crossing.take_unchecked_runs(:age * interval '1 ms', :limit)
      """;

  private final Db db;
  private final LostRuns lost;
  private final RunTurns turns;
  private final SuspensionPause suspension;

  JdbiRunRecovery(Db db, LostRuns lost, RunTurns turns, SuspensionPause suspension) {
    this.db = db;
    this.lost = lost;
    this.turns = turns;
    this.suspension = suspension;
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
  public List<RunRef> admitQueued(int most) {
    List<OrgId> organizations =
        db.acrossOrgs(handle ->
            handle
                .createQuery(HOLDING)
                .bind("limit", MOST_ORGANIZATIONS)
                .map((rs, ctx) -> new OrgId(Columns.uuid(rs, "org_id")))
                .list());
    List<RunRef> admitted = new ArrayList<>();
    for (OrgId orgId : organizations) {
      for (int i = 0; i < most; i++) {
        // One each time: a session is locked no longer than it takes.
        Optional<RunRef> next = db.inOrg(orgId, handle -> turns.next(handle, orgId));
        if (next.isEmpty()) {
          break;
        }
        admitted.add(next.get());
      }
    }
    return admitted;
  }

  @Override
  public List<RunRef> toPause(@Nullable OrgId only, int limit) {
    return db.acrossOrgs(handle ->
        handle
            .createQuery(TO_PAUSE)
            .bind("org", only == null ? null : only.value())
            .bind("limit", limit)
            .map((rs, ctx) -> ref(rs))
            .list());
  }

  @Override
  public Optional<CommandAccepted> pause(RunRef run) {
    return db.inOrg(run.orgId(), handle -> suspension.pause(handle, run));
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
