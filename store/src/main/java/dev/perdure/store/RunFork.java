package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.RunForks.ForkRun;
import dev.perdure.core.run.InputPolicy;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.tenant.Caller;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Goes on from a step of a run in a new session. */
final class RunFork {

  private static final String SESSION =
      "SELECT title, agent_id FROM sessions WHERE org_id = :org AND id = :session FOR KEY SHARE";

  private final Bodies bodies;
  private final Supplier<UUID> ids;
  private final IdempotencyKeys keys;
  private final RunRows rows;
  private final RunInserts inserts;
  private final SessionInserts sessions;
  private final StepCopies copies;
  private final Transcript transcript;
  private final RunTurns turns;

  RunFork(
      Bodies bodies,
      Supplier<UUID> ids,
      IdempotencyKeys keys,
      RunRows rows,
      RunInserts inserts,
      SessionInserts sessions,
      StepCopies copies,
      Transcript transcript,
      RunTurns turns) {
    this.bodies = bodies;
    this.ids = ids;
    this.keys = keys;
    this.rows = rows;
    this.inserts = inserts;
    this.sessions = sessions;
    this.copies = copies;
    this.transcript = transcript;
    this.turns = turns;
  }

  Created<Run> fork(
      Handle handle,
      Caller caller,
      UUID runId,
      ForkRun request,
      @Nullable Idempotency idempotency) {
    UUID id = ids.get();
    var made = keys.take(handle, caller.orgId(), idempotency, id);
    if (made.isPresent()) {
      return new Created<>(run(handle, caller, made.get().id()), true);
    }
    Run run = run(handle, caller, runId);
    if (run.family().parent() != null) {
      throw PerdureException.conflict(
          "run_is_sub_agent",
          "A sub-agent's run can't be forked. Fork the run that delegated to it.");
    }
    Origin origin = origin(handle, run);
    ForkPoint point = ForkPoint.of(handle, transcript, run, request.step());
    if (point.think() != null && !request.input().isEmpty()) {
      throw PerdureException.invalid(
          "input_not_allowed", "Only a fork at a THINK can begin with an input.", "/input");
    }
    make(handle, caller, id, run, origin, point, request);
    return new Created<>(run(handle, caller, id), false);
  }

  /** The session a fork comes from; it can't be deleted meanwhile. */
  private record Origin(@Nullable String title, @Nullable UUID agentId) {}

  private Origin origin(Handle handle, Run run) {
    return handle
        .createQuery(SESSION)
        .bind("org", run.orgId().value())
        .bind("session", run.sessionId())
        .map((rs, ctx) ->
            new Origin(
                bodies.readOrNull(
                    run.orgId(), Body.SESSION_TITLE, run.sessionId(), rs.getString("title")),
                Columns.uuidOrNull(rs, "agent_id")))
        .one();
  }

  private void make(
      Handle handle,
      Caller caller,
      UUID id,
      Run run,
      Origin origin,
      ForkPoint point,
      ForkRun request) {
    int version =
        AgentPins.version(
            handle,
            caller.orgId(),
            run.agentId(),
            Objects.requireNonNullElse(request.agentVersion(), run.agentVersion()));
    UUID session = ids.get();
    UUID thread = ids.get();
    UUID agent = origin.agentId() == null ? run.agentId() : origin.agentId();
    sessions.insert(
        handle,
        caller.orgId(),
        new SessionInserts.NewSession(
            session, thread, origin.title(), agent, Map.of(), caller.userId(), point.base()));
    inserts.insert(
        handle,
        caller.orgId(),
        new RunInserts.New(
            id,
            new RunInserts.Place(session, thread, run.agentId(), version),
            turns.place(handle, caller.orgId(), RunStatus.STARTING),
            InputPolicy.ENQUEUE,
            request.input(),
            caller.userId(),
            null,
            run.id()));
    Integer think = point.think();
    if (think != null) {
      copies.copy(handle, run, new RunRef(caller.orgId(), session, id), think, request.step());
    }
  }

  private Run run(Handle handle, Caller caller, UUID id) {
    return rows.find(handle, caller.orgId(), id)
        .orElseThrow(() -> PerdureException.notFound("run", id));
  }
}
