package dev.perdure.store;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.run.CancelMode;
import dev.perdure.core.run.Command;
import dev.perdure.core.run.DeadlinePolicy;
import dev.perdure.core.run.Interrupt;
import dev.perdure.core.run.RecoveryOperation;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.run.WaitReason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Runs whose workflow is gone: they wait for recovery, and are started anew when a person says so.
 */
final class LostRuns {

  /** The code of the interrupt about it. */
  static final String CODE = "workflow_lost";

  private static final String LOST =
      """
      UPDATE runs
      SET status = 'running', waiting_for = NULL, workflow_lost = true, error = :error::jsonb,
          updated_at = clock_timestamp(), status_at = clock_timestamp()
      WHERE org_id = :org AND id = :run
      """;

  private static final String RESTART =
      """
      UPDATE runs
      SET status = 'starting', waiting_for = NULL, error = NULL, workflow_lost = false,
          updated_at = clock_timestamp(), status_at = clock_timestamp(),
          checked_at = clock_timestamp()
      WHERE org_id = :org AND id = :run
      """;

  private static final String OCCURRENCES =
      """
      SELECT count(*) FROM interrupts
      WHERE org_id = :org AND run_id = :run AND number IS NULL AND reason = 'recovery'
      """;

  private final Json json;
  private final Bodies bodies;
  private final Supplier<UUID> ids;
  private final EventLog log;
  private final RunBeginning beginning;
  private final InterruptInserts inserts;
  private final InterruptVerdict verdict;
  private final CommandRows commands;

  LostRuns(
      Json json,
      Bodies bodies,
      Supplier<UUID> ids,
      EventLog log,
      RunBeginning beginning,
      InterruptVerdict verdict,
      CommandRows commands) {
    this.json = json;
    this.bodies = bodies;
    this.ids = ids;
    this.log = log;
    this.beginning = beginning;
    this.inserts = new InterruptInserts(json, bodies);
    this.verdict = verdict;
    this.commands = commands;
  }

  /** Lets a run wait for recovery; what it was doing is planned again. */
  List<LoggedEvent> awaitRecovery(Handle handle, RunRef ref, RunError reason) {
    RunLock.Locked run = RunLock.run(handle, ref);
    EventBatch batch = new EventBatch();
    if (run.status() == RunStatus.STARTING) {
      beginning.begin(handle, run, batch);
    } else if (!run.acceptsWork()) {
      return List.of();
    }
    StepRelease.all(handle, ref, batch);
    bound(handle, LOST, ref, reason);
    open(handle, ref, reason);
    RunState.settle(handle, ref);
    batch.run(InterruptEvents.waiting(verdict.open(handle, ref)));
    return log.append(handle, ref, batch);
  }

  /**
   * Has another workflow started for a run that was being rolled back: it hears of the cancel
   * again, and undoes what is left. False when it is no such run.
   */
  boolean undoAgain(Handle handle, RunRef ref) {
    RunLock.Locked run = RunLock.run(handle, ref);
    if (run.status().terminal() || !run.begun() || run.cancelMode() != CancelMode.ROLLBACK) {
      return false;
    }
    commands.hearAgain(handle, ref, Command.Kind.CANCEL);
    bound(handle, RESTART, ref, null);
    return true;
  }

  /**
   * Has another workflow started. It goes on where the run stands: what it still waits for it finds
   * again, except for what stopped a THINK, which it tries again. One that was paused still is.
   */
  void restart(
      Handle handle, InterruptFinder.Found found, InterruptVerdict.By by, EventBatch batch) {
    RunRef run = found.run().ref();
    for (InterruptRows.Row row : verdict.open(handle, run)) {
      boolean asked = row.id().equals(found.row().id());
      if (asked || triedAgain(row)) {
        InterruptVerdict.By how =
            asked
                ? by
                : InterruptVerdict.By.nobody(
                    Map.of("operation", RecoveryOperation.RETRY.wireName(), "by", "run"));
        verdict.mark(handle, row.interrupt(), Interrupt.Status.SETTLED, how);
      }
    }
    commands.takeAll(handle, run);
    commands.hearAgain(handle, run, Command.Kind.PAUSE);
    bound(handle, RESTART, run, null);
    batch.run(
        InterruptEvents.resumed(found.row().interrupt(), by.words(), verdict.open(handle, run)));
  }

  private static boolean triedAgain(InterruptRows.Row row) {
    return row.interrupt().reason() == WaitReason.RECOVERY && !row.is(Recoveries.EFFECT_UNKNOWN);
  }

  private void open(Handle handle, RunRef run, RunError reason) {
    Map<String, Object> detail = new HashMap<>(Map.of("cause", reason.code()));
    String suggestion = reason.suggestion();
    if (suggestion != null) {
      detail.put("suggestion", suggestion);
    }
    inserts.insert(
        handle,
        new InterruptInserts.New(
            ids.get(),
            run,
            null,
            occurrences(handle, run) + 1,
            WaitReason.RECOVERY,
            new InterruptInserts.Words(CODE, reason.message(), detail),
            null,
            List.of(RecoveryOperation.RETRY, RecoveryOperation.CANCEL),
            DeadlinePolicy.DENY,
            null));
  }

  private static int occurrences(Handle handle, RunRef run) {
    return handle
        .createQuery(OCCURRENCES)
        .bind("org", run.orgId().value())
        .bind("run", run.runId())
        .mapTo(Integer.class)
        .one();
  }

  private void bound(Handle handle, String sql, RunRef run, @Nullable RunError error) {
    handle
        .createUpdate(sql)
        .bind("org", run.orgId().value())
        .bind("run", run.runId())
        .bind(
            "error",
            bodies.writeOrNull(run.orgId(), Body.RUN_ERROR, run.runId(), json.error(error)))
        .execute();
  }
}
