package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.tenant.OrgId;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Locks rows, always in the order session, run, step, position. {@code NO KEY}, so that a row that
 * merely refers to a locked one can be written.
 */
final class RunLock {

  private RunLock() {}

  /**
   * A run while its row is locked.
   *
   * @param begun whether {@code RUN_STARTED} is in the log
   */
  record Locked(
      RunRef ref,
      UUID threadId,
      UUID agentId,
      int agentVersion,
      RunStatus status,
      @Nullable WaitReason waitingFor,
      boolean begun) {

    /** Whether a worker may work on it. */
    boolean acceptsWork() {
      return switch (status) {
        case RUNNING, PAUSED -> true;
        case WAITING -> waitingFor != WaitReason.RECOVERY;
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
            """
            SELECT thread_id, agent_id, agent_version, status, waiting_for,
                   started_at IS NOT NULL AS begun
            FROM runs
            WHERE org_id = :org AND session_id = :session AND id = :run
            FOR NO KEY UPDATE
            """)
        .bind("org", run.orgId().value())
        .bind("session", run.sessionId())
        .bind("run", run.runId())
        .map((rs, ctx) ->
            new Locked(
                run,
                Columns.uuid(rs, "thread_id"),
                Columns.uuid(rs, "agent_id"),
                rs.getInt("agent_version"),
                RunStatus.of(rs.getString("status")),
                RunRows.waitReason(rs.getString("waiting_for")),
                rs.getBoolean("begun")))
        .findOne()
        .orElseThrow(() -> PerdureException.notFound("run", run.runId()));
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
