package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.run.InputPolicy;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.tenant.Caller;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Tries a run again that did not succeed: a new run goes on from the thread as it stands. */
final class RunRetry {

  private static final String UNENDED =
      """
      SELECT id, retry_of FROM runs
      WHERE org_id = :org AND session_id = :session AND parent_run_id IS NULL
        AND status IN ('queued', 'starting', 'running', 'waiting', 'paused', 'cancelling')
      ORDER BY status = 'queued', ordinal LIMIT 1
      """;

  private static final String GONE_ON =
      """
      SELECT EXISTS (
        SELECT FROM runs r JOIN runs later
          ON later.org_id = r.org_id AND later.session_id = r.session_id AND later.id <> r.id
             AND later.parent_run_id IS NULL AND later.started_at > r.started_at
        WHERE r.org_id = :org AND r.id = :run)
      """;

  private static final String USED =
      "UPDATE sessions SET updated_at = clock_timestamp() WHERE org_id = :org AND id = :session";

  private final Supplier<UUID> ids;
  private final IdempotencyKeys keys;
  private final RunRows rows;
  private final RunInserts inserts;
  private final RunTurns turns;

  RunRetry(
      Supplier<UUID> ids, IdempotencyKeys keys, RunRows rows, RunInserts inserts, RunTurns turns) {
    this.ids = ids;
    this.keys = keys;
    this.rows = rows;
    this.inserts = inserts;
    this.turns = turns;
  }

  Created<Run> retry(Handle handle, Caller caller, UUID runId, @Nullable Idempotency idempotency) {
    UUID id = ids.get();
    var made = keys.take(handle, caller.orgId(), idempotency, id);
    if (made.isPresent()) {
      return new Created<>(run(handle, caller, made.get().id()), true);
    }
    RunLock.session(handle, caller.orgId(), run(handle, caller, runId).sessionId());
    Run run = run(handle, caller, runId);
    Optional<Unended> unended = unended(handle, run);
    if (unended.isPresent() && runId.equals(unended.get().retryOf())) {
      keys.made(
          handle, caller.orgId(), idempotency, new IdempotencyKeys.Made(unended.get().id(), null));
      return new Created<>(run(handle, caller, unended.get().id()), true);
    }
    require(handle, run, unended.isPresent());
    insert(handle, caller, id, run);
    return new Created<>(run(handle, caller, id), false);
  }

  private record Unended(UUID id, @Nullable UUID retryOf) {}

  private static void require(Handle handle, Run run, boolean busy) {
    if (run.family().parent() != null) {
      throw PerdureException.conflict(
          "run_is_sub_agent",
          "A sub-agent's run can't be tried again by itself. Retry the run that delegated to it.");
    }
    if (!run.status().terminal()) {
      throw PerdureException.conflict(
          "run_not_ended", "The run has not ended; it is " + run.status().wireName() + ".");
    }
    if (run.status() == RunStatus.SUCCEEDED) {
      throw PerdureException.conflict(
          "run_succeeded", "The run has succeeded. Fork it to go another way.");
    }
    if (busy) {
      throw PerdureException.conflict(
          "session_busy", "Another run of this session has not ended. Wait for it or cancel it.");
    }
    if (goneOn(handle, run)) {
      throw PerdureException.conflict(
          "run_not_last",
          "The session has gone on since this run "
              + run.status().wireName()
              + ". Fork the run instead.");
    }
    AgentPins.requireAgent(handle, run.orgId(), run.agentId());
  }

  private void insert(Handle handle, Caller caller, UUID id, Run run) {
    // One that never began has not said its input yet.
    List<ContentPart> input = run.startedAt() == null ? run.input() : List.of();
    inserts.insert(
        handle,
        caller.orgId(),
        new RunInserts.New(
            id,
            new RunInserts.Place(
                run.sessionId(), run.threadId(), run.agentId(), run.agentVersion()),
            turns.place(handle, caller.orgId(), RunStatus.STARTING),
            InputPolicy.REJECT,
            input,
            caller.userId(),
            run.id(),
            null));
    handle
        .createUpdate(USED)
        .bind("org", caller.orgId().value())
        .bind("session", run.sessionId())
        .execute();
  }

  private static Optional<Unended> unended(Handle handle, Run run) {
    return handle
        .createQuery(UNENDED)
        .bind("org", run.orgId().value())
        .bind("session", run.sessionId())
        .map((rs, ctx) -> new Unended(Columns.uuid(rs, "id"), Columns.uuidOrNull(rs, "retry_of")))
        .findOne();
  }

  private static boolean goneOn(Handle handle, Run run) {
    return handle
        .createQuery(GONE_ON)
        .bind("org", run.orgId().value())
        .bind("run", run.id())
        .mapTo(Boolean.class)
        .one();
  }

  private Run run(Handle handle, Caller caller, UUID id) {
    return rows.find(handle, caller.orgId(), id)
        .orElseThrow(() -> PerdureException.notFound("run", id));
  }
}
