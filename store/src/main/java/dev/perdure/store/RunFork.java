package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.RunForks.ForkRun;
import dev.perdure.core.run.InputPolicy;
import dev.perdure.core.run.Run;
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

  /**
   * The THINK is done; its calls are planned anew, so that they are new effects. Those of its ACT
   * keep their results when the fork is at its DELEGATE. What was given with the plan, not by a
   * person, still is: such a call is not made.
   */
  private static final String COPY =
      """
      INSERT INTO steps (org_id, run_id, number, call, session_id, kind, status, fence, tool,
                         tool_call_id, arguments, gate, untrusted_from, given, outcome,
                         started_at, ended_at)
      SELECT org_id, :fork, number - :think + 1, call, :session, kind,
             CASE WHEN number = :think THEN status ELSE 'planned' END,
             CASE WHEN number = :think THEN 1 ELSE 0 END,
             tool, tool_call_id, arguments, gate, untrusted_from,
             CASE WHEN number = :think THEN NULL
                  WHEN number < :point THEN (
                    SELECT jsonb_build_object('content', p -> 'content', 'error', p -> 'error')
                    FROM messages m, jsonb_array_elements(m.content) AS p
                    WHERE m.org_id = :org AND m.run_id = :run AND m.role = 'tool'
                      AND p ->> 'toolCallId' = s.tool_call_id
                    LIMIT 1)
                  WHEN (given ->> 'error')::boolean AND NOT EXISTS (
                    SELECT FROM interrupts i
                    WHERE i.org_id = :org AND i.run_id = :run AND i.number = s.number
                      AND i.call = s.call) THEN given END,
             CASE WHEN number = :think THEN outcome END,
             CASE WHEN number = :think THEN started_at END,
             CASE WHEN number = :think THEN ended_at END
      FROM steps s
      WHERE org_id = :org AND run_id = :run AND number >= :think
        AND number < coalesce((SELECT min(number) FROM steps
                               WHERE org_id = :org AND run_id = :run AND number > :think
                                 AND kind NOT IN ('ACT', 'DELEGATE')), 2147483647)
      """;

  private static final String SESSION =
      "SELECT title, agent_id FROM sessions WHERE org_id = :org AND id = :session FOR KEY SHARE";

  private final Supplier<UUID> ids;
  private final IdempotencyKeys keys;
  private final RunRows rows;
  private final RunInserts inserts;
  private final SessionInserts sessions;
  private final Transcript transcript;
  private final RunTurns turns;

  RunFork(
      Supplier<UUID> ids,
      IdempotencyKeys keys,
      RunRows rows,
      RunInserts inserts,
      SessionInserts sessions,
      Transcript transcript,
      RunTurns turns) {
    this.ids = ids;
    this.keys = keys;
    this.rows = rows;
    this.inserts = inserts;
    this.sessions = sessions;
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

  private static Origin origin(Handle handle, Run run) {
    return handle
        .createQuery(SESSION)
        .bind("org", run.orgId().value())
        .bind("session", run.sessionId())
        .map((rs, ctx) -> new Origin(rs.getString("title"), Columns.uuidOrNull(rs, "agent_id")))
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
      copy(handle, run, id, session, think, request.step());
    }
  }

  private static void copy(Handle handle, Run run, UUID fork, UUID session, int think, int point) {
    handle
        .createUpdate(COPY)
        .bind("org", run.orgId().value())
        .bind("run", run.id())
        .bind("fork", fork)
        .bind("session", session)
        .bind("think", think)
        .bind("point", point)
        .execute();
  }

  private Run run(Handle handle, Caller caller, UUID id) {
    return rows.find(handle, caller.orgId(), id)
        .orElseThrow(() -> PerdureException.notFound("run", id));
  }
}
