package dev.perdure.store;

import dev.perdure.core.run.RunRef;
import dev.perdure.core.step.StepRef;
import java.util.Comparator;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Takes steps from the attempts that hold them: planned again under a new fence, so that a worker
 * that still does them can't write any more.
 */
final class StepRelease {

  private static final String RELEASE =
      """
      WITH old AS (
        SELECT * FROM steps
        WHERE org_id = :org AND run_id = :run AND status = 'running'
          AND (:number::integer IS NULL OR (number = :number AND call = :call))
      )
      UPDATE steps s SET status = 'planned', fence = s.fence + 1, open_message_id = NULL,
          open_reasoning_id = NULL
      FROM old
      WHERE s.org_id = :org AND s.run_id = :run AND s.number = old.number AND s.call = old.call
      RETURNING
      """
          + OpenStep.COLUMNS;

  private StepRelease() {}

  /** Releases all that is being done. */
  static void all(Handle handle, RunRef run, EventBatch batch) {
    release(handle, run, null, batch);
  }

  /** Releases one step or one call. */
  static void one(Handle handle, StepRef step, EventBatch batch) {
    release(handle, step.run(), step, batch);
  }

  private static void release(Handle handle, RunRef run, @Nullable StepRef step, EventBatch batch) {
    List<OpenStep> open =
        handle
            .createQuery(RELEASE)
            .bind("org", run.orgId().value())
            .bind("run", run.runId())
            .bind("number", step == null ? null : Integer.valueOf(step.number()))
            .bind("call", step == null ? null : Integer.valueOf(step.call()))
            .map((rs, ctx) -> OpenStep.map(run, rs))
            .list()
            .stream()
            .sorted(Comparator.comparingInt((OpenStep old) -> old.ref().number()))
            .toList();
    OpenStep.resetMessages(open, batch);
    OpenStep.finishSteps(open, batch);
  }
}
