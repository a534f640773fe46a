package dev.perdure.store;

import dev.perdure.core.event.RunEvent;
import dev.perdure.core.port.Finished;
import dev.perdure.core.run.CancelMode;
import dev.perdure.core.run.Command;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.tenant.Caller;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Accepts a cancel. The session is locked. */
final class RunCancel {

  /** A run without a workflow that is to be undone gets one, and begins as cancelling. */
  private static final String CANCELLING =
      """
      UPDATE runs
      SET status = :status, waiting_for = NULL, error = NULL, cancel_mode = :mode,
          workflow_lost = false, updated_at = clock_timestamp(), status_at = clock_timestamp(),
          checked_at = clock_timestamp()
      WHERE org_id = :org AND id = :run
      """;

  private static final String EARLIER =
      """
      SELECT r.cancel_mode,
             (SELECT max(number) FROM commands
              WHERE org_id = :org AND run_id = :run AND kind = 'cancel') AS number
      FROM runs r WHERE r.org_id = :org AND r.id = :run
      """;

  private final CommandRows commands;
  private final RunEnding ending;

  RunCancel(CommandRows commands, RunEnding ending) {
    this.commands = commands;
    this.ending = ending;
  }

  /** How it was cancelled before, if it was. */
  private record Earlier(@Nullable String mode, @Nullable Integer number) {

    boolean keepsWhatIsDone() {
      return CancelMode.INTERRUPT.wireName().equals(mode);
    }
  }

  Told cancel(Handle handle, Caller caller, RunRef ref, CancelMode mode) {
    RunLock.Locked run = RunEnding.lock(handle, ref);
    Earlier earlier = earlier(handle, ref);
    if (run.status() == RunStatus.CANCELLED || (earlier.mode() != null && !run.lost())) {
      // What is done was kept, or is being kept: it is too late to undo it.
      if (mode == CancelMode.ROLLBACK && earlier.keepsWhatIsDone()) {
        Refused.ended(run);
      }
      return Told.again(run, earlier.number());
    }
    Refused.ended(run);
    if (run.hasWorkflow()) {
      return tell(handle, caller, run, mode);
    }
    return run.begun() && mode == CancelMode.ROLLBACK
        ? undo(handle, caller, run)
        : endNow(handle, run);
  }

  private Told endNow(Handle handle, RunLock.Locked run) {
    Finished finished = ending.end(handle, run, new Ending.Cancelled());
    return Told.ended(run.ref(), finished.events(), finished.next());
  }

  private Told tell(Handle handle, Caller caller, RunLock.Locked run, CancelMode mode) {
    int number = record(handle, caller, run.ref(), mode, RunStatus.CANCELLING);
    return Told.ring(run, number, cancelling(mode));
  }

  /** Its workflow is gone: another is started, to undo what it did. */
  private Told undo(Handle handle, Caller caller, RunLock.Locked run) {
    commands.takeAll(handle, run.ref());
    int number = record(handle, caller, run.ref(), CancelMode.ROLLBACK, RunStatus.STARTING);
    return Told.start(run.ref(), number, cancelling(CancelMode.ROLLBACK));
  }

  private int record(Handle handle, Caller caller, RunRef ref, CancelMode mode, RunStatus status) {
    int number =
        commands.insert(
            handle, ref, caller.userId(), Command.Kind.CANCEL, Map.of("mode", mode.wireName()));
    InterruptVerdict.voidAll(handle, ref);
    handle
        .createUpdate(CANCELLING)
        .bind("org", ref.orgId().value())
        .bind("run", ref.runId())
        .bind("status", status.wireName())
        .bind("mode", mode.wireName())
        .execute();
    return number;
  }

  private static EventBatch cancelling(CancelMode mode) {
    EventBatch batch = new EventBatch();
    batch.run(new RunEvent.Custom(RunEvent.Custom.CANCELLING, Map.of("mode", mode.wireName())));
    return batch;
  }

  private static Earlier earlier(Handle handle, RunRef ref) {
    return handle
        .createQuery(EARLIER)
        .bind("org", ref.orgId().value())
        .bind("run", ref.runId())
        .map((rs, ctx) ->
            new Earlier(rs.getString("cancel_mode"), rs.getObject("number", Integer.class)))
        .one();
  }
}
