package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.StartRun;
import dev.perdure.core.run.InputPolicy;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Commits the intent to run. */
final class RunStart {

  private static final String SESSION =
      """
      SELECT thread_id, agent_id FROM sessions WHERE org_id = :org AND id = :session
      FOR NO KEY UPDATE
      """;

  private static final String BUSY =
      """
      SELECT EXISTS (
        SELECT FROM runs WHERE org_id = :org AND session_id = :session AND parent_run_id IS NULL
          AND status IN ('queued', 'starting', 'running', 'waiting', 'paused', 'cancelling'))
      """;

  private static final String USED =
      """
      UPDATE sessions SET updated_at = clock_timestamp(), title = coalesce(title, :title)
      WHERE org_id = :org AND id = :session
      """;

  private static final String INSERT =
      """
      INSERT INTO runs (org_id, id, session_id, thread_id, agent_id, agent_version, status,
                        input_policy, input, created_by)
      VALUES (:org, :run, :session, :thread, :agent, :version, :status, :policy, :input::jsonb,
              :user)
      """;

  private final Json json;
  private final Supplier<UUID> ids;
  private final IdempotencyKeys keys;
  private final RunRows rows;
  private final SessionInserts sessions;

  RunStart(
      Json json, Supplier<UUID> ids, IdempotencyKeys keys, RunRows rows, SessionInserts sessions) {
    this.json = json;
    this.ids = ids;
    this.keys = keys;
    this.rows = rows;
    this.sessions = sessions;
  }

  Created<Run> start(
      Handle handle, Caller caller, StartRun request, @Nullable Idempotency idempotency) {
    UUID runId = ids.get();
    var made = keys.take(handle, caller.orgId(), idempotency, runId);
    if (made.isPresent()) {
      return new Created<>(require(handle, caller.orgId(), made.get().id()), true);
    }
    Place place =
        request.sessionId() == null
            ? newSession(handle, caller, request)
            : lockedSession(handle, caller.orgId(), request.sessionId(), request);
    insert(handle, caller, request, runId, place);
    return new Created<>(require(handle, caller.orgId(), runId), false);
  }

  /** Where a run takes place, and whose it is. */
  private record Place(
      UUID sessionId, UUID threadId, UUID agentId, int agentVersion, RunStatus status) {}

  private record SessionRow(UUID threadId, @Nullable UUID agentId) {}

  private Place newSession(Handle handle, Caller caller, StartRun request) {
    UUID agentId = agent(request, null);
    int version = AgentPins.version(handle, caller.orgId(), agentId, request.agentVersion());
    UUID sessionId = ids.get();
    UUID threadId = ids.get();
    sessions.insert(
        handle,
        caller.orgId(),
        new SessionInserts.NewSession(
            sessionId,
            threadId,
            Titles.of(request.input()),
            agentId,
            Map.of(),
            caller.userId(),
            null));
    return new Place(sessionId, threadId, agentId, version, RunStatus.STARTING);
  }

  private Place lockedSession(Handle handle, OrgId orgId, UUID sessionId, StartRun request) {
    SessionRow session =
        handle
            .createQuery(SESSION)
            .bind("org", orgId.value())
            .bind("session", sessionId)
            .map((rs, ctx) ->
                new SessionRow(Columns.uuid(rs, "thread_id"), Columns.uuidOrNull(rs, "agent_id")))
            .findOne()
            .orElseThrow(() -> PerdureException.notFound("session", sessionId));
    UUID agentId = agent(request, session.agentId());
    int version = AgentPins.version(handle, orgId, agentId, request.agentVersion());
    RunStatus status = settle(busy(handle, orgId, sessionId), request.policy());
    handle
        .createUpdate(USED)
        .bind("org", orgId.value())
        .bind("session", sessionId)
        .bind("title", Titles.of(request.input()))
        .execute();
    return new Place(sessionId, session.threadId(), agentId, version, status);
  }

  private static RunStatus settle(boolean busy, InputPolicy policy) {
    if (!busy) {
      return RunStatus.STARTING;
    }
    return switch (policy) {
      case ENQUEUE -> RunStatus.QUEUED;
      case REJECT, INTERRUPT, ROLLBACK, STEER ->
          throw PerdureException.conflict(
              "session_busy",
              "Another run of this session has not ended. Wait for it, cancel it, or enqueue.");
    };
  }

  private static boolean busy(Handle handle, OrgId orgId, UUID sessionId) {
    return handle
        .createQuery(BUSY)
        .bind("org", orgId.value())
        .bind("session", sessionId)
        .mapTo(Boolean.class)
        .one();
  }

  private static UUID agent(StartRun request, @Nullable UUID ofSession) {
    UUID agentId = request.agentId() == null ? ofSession : request.agentId();
    if (agentId == null) {
      throw PerdureException.invalid(
          "agent_required", "Name the agent: the session has none of its own.", "agent_id");
    }
    return agentId;
  }

  private void insert(Handle handle, Caller caller, StartRun request, UUID runId, Place place) {
    handle
        .createUpdate(INSERT)
        .bind("org", caller.orgId().value())
        .bind("run", runId)
        .bind("session", place.sessionId())
        .bind("thread", place.threadId())
        .bind("agent", place.agentId())
        .bind("version", place.agentVersion())
        .bind("status", place.status().wireName())
        .bind("policy", request.policy().wireName())
        .bind("input", json.content(request.input()))
        .bind("user", caller.userId())
        .execute();
  }

  private Run require(Handle handle, OrgId orgId, UUID runId) {
    return rows.find(handle, orgId, runId)
        .orElseThrow(() -> PerdureException.notFound("run", runId));
  }
}
