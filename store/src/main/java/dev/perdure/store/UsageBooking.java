package dev.perdure.store;

import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.step.ModelUse;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** Counts what model calls used, and releases what was held for them. */
final class UsageBooking {

  /** Two parts of a {@code WITH}, for {@link #bind}. */
  static final String PARTS =
      """
      cost AS (
        INSERT INTO usage
          (org_id, step_id, fence, session_id, run_id, agent_id, provider, model, input_tokens,
           cached_input_tokens, output_tokens, reasoning_tokens, duration_ms, cost_micros)
        SELECT
          :org, :step_id, :fence, :session, :run, :agent, :provider, :model, :input, :cached,
          :output, :reasoning, :duration, :cost
        WHERE :of_model
      ), run AS (
        UPDATE runs
        SET input_tokens = input_tokens + :input,
            cached_input_tokens = cached_input_tokens + :cached,
            output_tokens = output_tokens + :output,
            reasoning_tokens = reasoning_tokens + :reasoning,
            cost_micros = cost_micros + :cost,
            spent_tokens = spent_tokens + :input + :output,
            spent_cost_micros = spent_cost_micros + :cost,
            reserved_tokens = 0, reserved_cost_micros = 0, updated_at = clock_timestamp()
        WHERE org_id = :org AND id = :run
      )
      """;

  private static final String BOOK = "WITH " + PARTS + "SELECT 1";

  private UsageBooking() {}

  /** Books calls whose answer is not taken. */
  static void book(Handle handle, StepLock.Locked step, long fence, ModelUse use) {
    bind(handle.createQuery(BOOK), step, fence, use)
        .bind("of_model", true)
        .mapTo(Integer.class)
        .one();
  }

  static <T extends SqlStatement<T>> T bind(
      T statement, StepLock.Locked step, long fence, ModelUse use) {
    RunRef run = step.ref().run();
    TokenUsage usage = use.usage();
    return statement
        .bind("org", run.orgId().value())
        .bind("session", run.sessionId())
        .bind("run", run.runId())
        .bind("step_id", step.ref().stepId())
        .bind("fence", fence)
        .bind("agent", step.run().agentId())
        .bind("provider", use.provider())
        .bind("model", use.model())
        .bind("input", usage.input())
        .bind("cached", usage.cachedInput())
        .bind("output", usage.output())
        .bind("reasoning", usage.reasoning())
        .bind("duration", use.duration().toMillis())
        .bind("cost", use.costMicros());
  }
}
