package dev.perdure.store;

import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.step.StepRef;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Books what calls of tools cost: it counts against the same budgets as model calls. */
final class ToolCosts {

  /** In the ledger, in the place of a provider. */
  static final String TOOL = "tool";

  private static final String BOOK =
      """
      WITH cost AS (
        INSERT INTO usage
          (org_id, step_id, fence, session_id, run_id, agent_id, provider, model, input_tokens,
           cached_input_tokens, output_tokens, reasoning_tokens, duration_ms, cost_micros)
        VALUES
          (:org, :step_id, :fence, :session, :run, :agent, :provider, :tool, 0, 0, 0, 0, 0, :cost)
      )
      UPDATE runs
      SET cost_micros = cost_micros + :cost, spent_cost_micros = spent_cost_micros + :cost,
          updated_at = clock_timestamp()
      WHERE org_id = :org AND id = :run
      """;

  /** Books what an entry of the ledger owes, which it then does no more. */
  private static final String SETTLE =
      """
      WITH owed AS (
        SELECT e.fence, e.session_id, e.tool, e.owed_micros, r.agent_id
        FROM effects e JOIN runs r ON r.org_id = e.org_id AND r.id = e.run_id
        WHERE e.org_id = :org AND e.session_id = :session AND e.run_id = :run
          AND e.number = :number AND e.call = :call AND e.generation = :generation
          AND e.effect = 'once' AND e.owed_micros > 0
        FOR NO KEY UPDATE OF r, e
      ), settled AS (
        UPDATE effects SET owed_micros = 0
        WHERE org_id = :org AND run_id = :run AND number = :number AND call = :call
          AND generation = :generation AND EXISTS (SELECT FROM owed)
      ), cost AS (
        INSERT INTO usage
          (org_id, step_id, fence, session_id, run_id, agent_id, provider, model, input_tokens,
           cached_input_tokens, output_tokens, reasoning_tokens, duration_ms, cost_micros)
        SELECT :org, :step_id, fence, session_id, :run, agent_id, :provider, tool, 0, 0, 0, 0, 0,
               owed_micros
        FROM owed
      )
      UPDATE runs r
      SET cost_micros = r.cost_micros + o.owed_micros,
          spent_cost_micros = r.spent_cost_micros + o.owed_micros, updated_at = clock_timestamp()
      FROM owed o
      WHERE r.org_id = :org AND r.id = :run
      RETURNING o.tool, o.owed_micros
      """;

  private ToolCosts() {}

  /**
   * Books a call that is known late to have taken place: its result came after it was given up, or
   * a person says so. Nothing when it was booked before, or cost nothing.
   */
  static Optional<RunEvent> settle(Handle handle, StepRef call) {
    RunRef run = call.run();
    return handle
        .createQuery(SETTLE)
        .bind("org", run.orgId().value())
        .bind("session", run.sessionId())
        .bind("run", run.runId())
        .bind("number", call.number())
        .bind("call", call.call())
        .bind("generation", call.generation())
        .bind("step_id", call.stepId())
        .bind("provider", TOOL)
        .map((rs, ctx) -> event(rs.getString("tool"), rs.getLong("owed_micros")))
        .findOne();
  }

  /** Books a call of a locked step; the event tells of it. */
  static RunEvent book(Handle handle, StepLock.Locked step, long fence, long costMicros) {
    RunRef run = step.ref().run();
    handle
        .createUpdate(BOOK)
        .bind("org", run.orgId().value())
        .bind("session", run.sessionId())
        .bind("run", run.runId())
        .bind("step_id", step.ref().stepId())
        .bind("fence", fence)
        .bind("agent", step.run().agentId())
        .bind("provider", TOOL)
        .bind("tool", step.requireTool())
        .bind("cost", costMicros)
        .execute();
    return event(step.requireTool(), costMicros);
  }

  private static RunEvent event(String tool, long costMicros) {
    return new RunEvent.Custom(
        RunEvent.Custom.USAGE, Map.of("provider", TOOL, "model", tool, "cost_micros", costMicros));
  }
}
