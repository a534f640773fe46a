package dev.perdure.store;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Lets a run whose workflow is gone wait for recovery. What it was doing is planned again under a
 * new fence, so that a worker that still does it can't write any more.
 */
final class RunWaiting {

  private static final String RELEASE =
      """
      WITH old AS (
        SELECT * FROM steps WHERE org_id = :org AND run_id = :run AND status = 'running'
      )
      UPDATE steps s SET status = 'planned', fence = s.fence + 1, open_message_id = NULL,
          open_reasoning_id = NULL
      FROM old
      WHERE s.org_id = :org AND s.run_id = :run AND s.number = old.number AND s.call = old.call
      RETURNING
      """
          + OpenStep.COLUMNS;

  private static final String WAIT =
      """
      UPDATE runs
      SET status = 'waiting', waiting_for = 'recovery', workflow_lost = true, error = :error::jsonb,
          updated_at = clock_timestamp(), status_at = clock_timestamp()
      WHERE org_id = :org AND id = :run
      """;

  private final Json json;
  private final Supplier<UUID> ids;
  private final EventLog log;
  private final RunBeginning beginning;

  RunWaiting(Json json, Supplier<UUID> ids, EventLog log, RunBeginning beginning) {
    this.json = json;
    this.ids = ids;
    this.log = log;
    this.beginning = beginning;
  }

  List<LoggedEvent> awaitRecovery(Handle handle, RunRef ref, RunError reason) {
    RunLock.Locked run = RunLock.run(handle, ref);
    EventBatch batch = new EventBatch();
    if (run.status() == RunStatus.STARTING) {
      beginning.begin(handle, run, batch);
    } else if (!run.acceptsWork()) {
      return List.of();
    }
    release(handle, ref, batch);
    handle
        .createUpdate(WAIT)
        .bind("org", ref.orgId().value())
        .bind("run", ref.runId())
        .bind("error", json.error(reason))
        .execute();
    batch.run(waiting(reason));
    return log.append(handle, ref, batch);
  }

  private static void release(Handle handle, RunRef ref, EventBatch batch) {
    List<OpenStep> open =
        handle
            .createQuery(RELEASE)
            .bind("org", ref.orgId().value())
            .bind("run", ref.runId())
            .map((rs, ctx) -> OpenStep.map(ref, rs))
            .list()
            .stream()
            .sorted(Comparator.comparingInt((OpenStep step) -> step.ref().number()))
            .toList();
    OpenStep.resetMessages(open, batch);
    OpenStep.finishSteps(open, batch);
  }

  private RunEvent waiting(RunError reason) {
    Map<String, Object> interrupt =
        Map.of("id", ids.get().toString(), "reason", reason.code(), "message", reason.message());
    return new RunEvent.Custom(
        RunEvent.Custom.WAITING, Map.of("reason", "recovery", "interrupts", List.of(interrupt)));
  }
}
