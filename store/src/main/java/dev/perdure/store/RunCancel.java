package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.port.CancelAccepted;
import dev.perdure.core.port.Finished;
import dev.perdure.core.run.Command;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.tenant.Caller;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Accepts a cancel. */
final class RunCancel {

  private static final String CANCELLING =
      """
      WITH command AS (
        INSERT INTO commands (org_id, run_id, number, kind, created_by)
        SELECT :org, :run, coalesce(max(number), 0) + 1, :kind, :user
        FROM commands WHERE org_id = :org AND run_id = :run
      )
      UPDATE runs
      SET status = 'cancelling', waiting_for = NULL, updated_at = clock_timestamp(),
          status_at = clock_timestamp()
      WHERE org_id = :org AND id = :run
      """;

  private final RunRows rows;
  private final RunEnding ending;
  private final EventLog log;

  RunCancel(RunRows rows, RunEnding ending, EventLog log) {
    this.rows = rows;
    this.ending = ending;
    this.log = log;
  }

  CancelAccepted cancel(Handle handle, Caller caller, UUID runId) {
    RunRef ref =
        RunLock.ref(handle, caller.orgId(), runId)
            .orElseThrow(() -> PerdureException.notFound("run", runId));
    RunLock.Locked run = RunEnding.lock(handle, ref);
    if (run.status() == RunStatus.CANCELLED) {
      return new CancelAccepted(row(handle, ref), false, List.of(), null);
    }
    if (run.status() == RunStatus.CANCELLING) {
      return new CancelAccepted(row(handle, ref), true, List.of(), null);
    }
    if (run.status().terminal()) {
      throw PerdureException.conflict(
          "run_already_ended", "The run has ended as " + run.status().wireName() + ".");
    }
    return run.hasWorkflow() ? tell(handle, caller, ref) : endNow(handle, run);
  }

  private CancelAccepted endNow(Handle handle, RunLock.Locked run) {
    Finished finished = ending.end(handle, run, new Ending.Cancelled());
    return new CancelAccepted(row(handle, run.ref()), false, finished.events(), finished.next());
  }

  private CancelAccepted tell(Handle handle, Caller caller, RunRef ref) {
    handle
        .createUpdate(CANCELLING)
        .bind("org", ref.orgId().value())
        .bind("run", ref.runId())
        .bind("kind", Command.Kind.CANCEL.wireName())
        .bind("user", caller.userId())
        .execute();
    Run run = row(handle, ref);
    EventBatch batch = new EventBatch();
    batch.run(new RunEvent.Custom(RunEvent.Custom.CANCELLING, Map.of()));
    List<LoggedEvent> events = log.append(handle, ref, batch);
    return new CancelAccepted(run, true, events, null);
  }

  private Run row(Handle handle, RunRef ref) {
    return rows.find(handle, ref.orgId(), ref.runId()).orElseThrow();
  }
}
