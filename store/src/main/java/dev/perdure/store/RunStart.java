package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.StartRun;
import dev.perdure.core.port.Started;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.store.InputPolicies.Settled;
import dev.perdure.store.RunInserts.Place;
import java.util.List;
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

  private static final String USED =
      """
      UPDATE sessions SET updated_at = clock_timestamp(), title = coalesce(title, :title)
      WHERE org_id = :org AND id = :session
      """;

  private final Bodies bodies;
  private final Supplier<UUID> ids;
  private final IdempotencyKeys keys;
  private final RunRows rows;
  private final SessionInserts sessions;
  private final RunInserts inserts;
  private final InputPolicies policies;
  private final RunTurns turns;

  RunStart(
      Bodies bodies,
      Supplier<UUID> ids,
      IdempotencyKeys keys,
      RunRows rows,
      SessionInserts sessions,
      RunInserts inserts,
      InputPolicies policies,
      RunTurns turns) {
    this.bodies = bodies;
    this.ids = ids;
    this.keys = keys;
    this.rows = rows;
    this.sessions = sessions;
    this.inserts = inserts;
    this.policies = policies;
    this.turns = turns;
  }

  Started start(Handle handle, Caller caller, StartRun request, @Nullable Idempotency idempotency) {
    UUID runId = ids.get();
    var made = keys.take(handle, caller.orgId(), idempotency, runId);
    if (made.isPresent()) {
      return replay(require(handle, caller.orgId(), made.get().id()), made.get());
    }
    UUID sessionId = request.sessionId();
    if (sessionId == null) {
      Place place = newSession(handle, caller, request);
      insert(handle, caller, request, runId, place, RunStatus.STARTING);
      return started(require(handle, caller.orgId(), runId));
    }
    Place place = lockedSession(handle, caller.orgId(), sessionId, request);
    Settled settled = policies.settle(handle, caller, sessionId, request);
    if (settled.steered() != null) {
      keys.made(handle, caller.orgId(), idempotency, settled.steered());
      Run active = require(handle, caller.orgId(), settled.steered().id());
      return new Started(active, false, true, List.of(), List.of(), List.of());
    }
    insert(handle, caller, request, runId, place, settled.status());
    return follow(handle, caller, runId, settled);
  }

  /** Makes room for the run, where the policy says so. Nothing is written after this. */
  private Started follow(Handle handle, Caller caller, UUID runId, Settled settled) {
    if (settled.cancel() == null) {
      return started(require(handle, caller.orgId(), runId));
    }
    Told told = policies.makeRoom(handle, caller, settled);
    Run run = require(handle, caller.orgId(), runId);
    return new Started(run, false, false, told.ring(), policies.logged(handle, told), told.start());
  }

  private static Started started(Run run) {
    return new Started(run, false, false, List.of(), List.of(), start(run));
  }

  private static Started replay(Run run, IdempotencyKeys.Made made) {
    return new Started(run, true, made.number() != null, List.of(), List.of(), start(run));
  }

  private static List<RunRef> start(Run run) {
    return run.status() == RunStatus.STARTING ? List.of(run.ref()) : List.of();
  }

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
    return new Place(sessionId, threadId, agentId, version);
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
    handle
        .createUpdate(USED)
        .bind("org", orgId.value())
        .bind("session", sessionId)
        .bind(
            "title",
            bodies.writeOrNull(orgId, Body.SESSION_TITLE, sessionId, Titles.of(request.input())))
        .execute();
    return new Place(sessionId, session.threadId(), agentId, version);
  }

  private static UUID agent(StartRun request, @Nullable UUID ofSession) {
    UUID agentId = request.agentId() == null ? ofSession : request.agentId();
    if (agentId == null) {
      throw PerdureException.invalid(
          "agent_required", "Name the agent: the session has none of its own.", "agent_id");
    }
    return agentId;
  }

  private void insert(
      Handle handle, Caller caller, StartRun request, UUID runId, Place place, RunStatus status) {
    RunStatus placed = turns.place(handle, caller.orgId(), status);
    inserts.insert(
        handle,
        caller.orgId(),
        new RunInserts.New(
            runId, place, placed, request.policy(), request.input(), caller.userId(), null, null));
  }

  private Run require(Handle handle, OrgId orgId, UUID runId) {
    return rows.find(handle, orgId, runId)
        .orElseThrow(() -> PerdureException.notFound("run", runId));
  }
}
