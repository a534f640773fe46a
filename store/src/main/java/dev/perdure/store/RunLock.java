package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.run.CancelMode;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.step.RunFacts;
import dev.perdure.core.tenant.OrgId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Locks rows, always in the order session, run, step, position. {@code NO KEY}, so that a row that
 * merely refers to a locked one can be written.
 */
final class RunLock {

  /** What {@link #map} needs of {@code runs r}. */
  static final String COLUMNS =
      """
      r.thread_id, r.agent_id, r.agent_version, r.status AS run_status, r.waiting_for,
      r.started_at IS NOT NULL AS begun, r.workflow_lost, r.cancel_mode, r.parent_run_id, r.depth,
      r.model AS run_model, r.marker,
      """
          + BudgetRow.COLUMNS;

  private RunLock() {}

  /**
   * A run while its row is locked.
   *
   * @param begun whether {@code RUN_STARTED} is in the log
   * @param lost whether its workflow is gone, and nobody has ordered another
   * @param cancelMode how it is being cancelled
   */
  record Locked(
      RunRef ref,
      UUID threadId,
      UUID agentId,
      int agentVersion,
      RunStatus status,
      @Nullable WaitReason waitingFor,
      boolean begun,
      boolean lost,
      @Nullable CancelMode cancelMode,
      RunFacts facts,
      BudgetRow budget) {

    /** Whether a worker may work on it. While it is paused, what was begun may end. */
    boolean acceptsWork() {
      return switch (status) {
        case RUNNING, PAUSED, WAITING -> !lost;
        case QUEUED, STARTING, CANCELLING, SUCCEEDED, FAILED, CANCELLED, EXPIRED -> false;
      };
    }

    /** Whether a workflow is, or should be, working on it. */
    boolean hasWorkflow() {
      return acceptsWork() || status == RunStatus.CANCELLING;
    }
  }

  /** Locks a session; whether there is one. */
  static boolean session(Handle handle, OrgId orgId, UUID sessionId) {
    return handle
        .createQuery(
            """
            SELECT true FROM sessions WHERE org_id = :org AND id = :session FOR NO KEY UPDATE
            """)
        .bind("org", orgId.value())
        .bind("session", sessionId)
        .mapTo(Boolean.class)
        .findOne()
        .isPresent();
  }

  /** Locks a run. */
  static Locked run(Handle handle, RunRef run) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + """
                FROM runs r
                WHERE r.org_id = :org AND r.session_id = :session AND r.id = :run
                FOR NO KEY UPDATE OF r
                """)
        .bind("org", run.orgId().value())
        .bind("session", run.sessionId())
        .bind("run", run.runId())
        .map((rs, ctx) -> map(run, rs))
        .findOne()
        .orElseThrow(() -> PerdureException.notFound("run", run.runId()));
  }

  /** Reads {@link #COLUMNS}. */
  static Locked map(RunRef run, ResultSet rs) throws SQLException {
    BudgetRow budget = BudgetRow.map(rs);
    String cancelMode = rs.getString("cancel_mode");
    return new Locked(
        run,
        Columns.uuid(rs, "thread_id"),
        Columns.uuid(rs, "agent_id"),
        rs.getInt("agent_version"),
        RunStatus.of(rs.getString("run_status")),
        RunRows.waitReason(rs.getString("waiting_for")),
        rs.getBoolean("begun"),
        rs.getBoolean("workflow_lost"),
        cancelMode == null ? null : CancelMode.of(cancelMode),
        new RunFacts(
            Columns.uuidOrNull(rs, "parent_run_id"),
            rs.getInt("depth"),
            rs.getString("run_model"),
            budget.tokensLeft(),
            budget.costMicrosLeft(),
            rs.getString("marker"),
            null),
        budget);
  }

  /** Names a run by its id alone; no lock. */
  static Optional<RunRef> ref(Handle handle, OrgId orgId, UUID runId) {
    return handle
        .createQuery("SELECT session_id FROM runs WHERE org_id = :org AND id = :run")
        .bind("org", orgId.value())
        .bind("run", runId)
        .mapTo(UUID.class)
        .findOne()
        .map(session -> new RunRef(orgId, session, runId));
  }
}
