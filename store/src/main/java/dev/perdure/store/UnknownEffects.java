package dev.perdure.store;

import dev.perdure.core.step.Commit;
import dev.perdure.core.step.StepRef;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** Notes that nobody knows what became of a call that must happen once. */
final class UnknownEffects {

  private static final String DOUBT =
      """
      UPDATE effects
      SET status = CASE WHEN status = 'intended' THEN 'unknown' ELSE status END
      WHERE org_id = :org AND run_id = :run AND number = :number AND call = :call
        AND generation = :generation AND effect = 'once'
        AND status IN ('intended', 'unknown', 'late_committed')
      """;

  private static final String HOLD =
      """
      UPDATE steps SET status = 'unknown', fence = fence + 1
      WHERE org_id = :org AND run_id = :run AND number = :number AND call = :call
      """;

  private final EventLog log;

  UnknownEffects(EventLog log) {
    this.log = log;
  }

  /** Turns the entry of a locked call unknown; false when its effect can't have happened. */
  boolean turned(Handle handle, StepLock.Locked step) {
    return !step.hasGiven() && bind(handle.createUpdate(DOUBT), step.ref()).execute() > 0;
  }

  /** Holds the call for a person, under a new fence. The last statement of its transaction. */
  Commit told(Handle handle, StepLock.Locked step, String why) {
    StepRef ref = step.ref();
    bind(handle.createUpdate(HOLD), ref).execute();
    EventBatch batch = new EventBatch();
    batch.step(
        ref.stepId(),
        step.fence() + 1,
        EffectEvents.unknown(ref, step.requireToolCallId(), step.requireTool(), why));
    return new Commit.Done(List.of(), log.append(handle, ref.run(), batch));
  }

  private static <T extends SqlStatement<T>> T bind(T statement, StepRef ref) {
    return statement
        .bind("org", ref.run().orgId().value())
        .bind("run", ref.run().runId())
        .bind("number", ref.number())
        .bind("call", ref.call())
        .bind("generation", ref.generation());
  }
}
