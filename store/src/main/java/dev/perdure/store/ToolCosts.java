package dev.perdure.store;

import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.RunRef;
import java.util.Map;
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

  private ToolCosts() {}

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
    return new RunEvent.Custom(
        RunEvent.Custom.USAGE,
        Map.of("provider", TOOL, "model", step.requireTool(), "cost_micros", costMicros));
  }
}
