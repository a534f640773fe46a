package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.port.StartRun;
import dev.perdure.core.run.CancelMode;
import dev.perdure.core.run.InputPolicy;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.tenant.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an input while other runs of its session have not ended. The session is locked,
 * so that each input finds what the one before it has left.
 */
final class InputPolicies {

  private static final String UNENDED =
      """
      SELECT id, status FROM runs
      WHERE org_id = :org AND session_id = :session AND parent_run_id IS NULL
        AND status IN ('queued', 'starting', 'running', 'waiting', 'paused', 'cancelling')
      ORDER BY status = 'queued' LIMIT 1
      """;

  private final EventLog log;
  private final RunCancel cancel;
  private final Steers steers;

  InputPolicies(EventLog log, RunCancel cancel, Steers steers) {
    this.log = log;
    this.cancel = cancel;
    this.steers = steers;
  }

  /**
   * The verdict on an input.
   *
   * @param status what its run starts as; queued also stands for a run that is not made
   * @param steered the active run and its command, when the input went there
   * @param cancel the active run, when it has to make room
   */
  record Settled(
      RunStatus status,
      IdempotencyKeys.@Nullable Made steered,
      @Nullable RunRef cancel,
      InputPolicy policy) {}

  private record Active(RunRef run, RunStatus status) {

    /** Whether it goes on, so that an input can reach it and it can be asked to stop. */
    boolean goesOn() {
      return status != RunStatus.QUEUED && status != RunStatus.CANCELLING;
    }
  }

  Settled settle(Handle handle, Caller caller, UUID sessionId, StartRun request) {
    Optional<Active> found = unended(handle, caller, sessionId);
    InputPolicy policy = request.policy();
    if (found.isEmpty()) {
      return new Settled(RunStatus.STARTING, null, null, policy);
    }
    Active active = found.get();
    return switch (policy) {
      case REJECT ->
          throw PerdureException.conflict(
              "session_busy",
              "Another run of this session has not ended; it is "
                  + active.status().wireName()
                  + ". Wait for it, cancel it, or use another input policy.");
      case ENQUEUE -> new Settled(RunStatus.QUEUED, null, null, policy);
      case INTERRUPT, ROLLBACK ->
          new Settled(RunStatus.QUEUED, null, active.goesOn() ? active.run() : null, policy);
      case STEER ->
          new Settled(
              RunStatus.QUEUED,
              active.goesOn() ? steer(handle, caller, active.run(), request) : null,
              null,
              policy);
    };
  }

  private IdempotencyKeys.Made steer(
      Handle handle, Caller caller, RunRef active, StartRun request) {
    RunLock.run(handle, active);
    int number = steers.add(handle, active, caller.userId(), request.input());
    return new IdempotencyKeys.Made(active.runId(), number);
  }

  /** Stops the active run. */
  Told makeRoom(Handle handle, Caller caller, Settled settled) {
    CancelMode mode =
        settled.policy() == InputPolicy.ROLLBACK ? CancelMode.ROLLBACK : CancelMode.INTERRUPT;
    return cancel.cancel(handle, caller, Objects.requireNonNull(settled.cancel()), mode);
  }

  /** Logs what stopping it came to: the last statements of the transaction. */
  List<LoggedEvent> logged(Handle handle, Told told) {
    List<LoggedEvent> events = new ArrayList<>(told.logged());
    told.news().forEach(news -> events.addAll(log.append(handle, news.run(), news.batch())));
    return events;
  }

  private static Optional<Active> unended(Handle handle, Caller caller, UUID sessionId) {
    return handle
        .createQuery(UNENDED)
        .bind("org", caller.orgId().value())
        .bind("session", sessionId)
        .map((rs, ctx) ->
            new Active(
                new RunRef(caller.orgId(), sessionId, Columns.uuid(rs, "id")),
                RunStatus.of(rs.getString("status"))))
        .findOne();
  }
}
