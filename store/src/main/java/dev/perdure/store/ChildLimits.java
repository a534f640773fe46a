package dev.perdure.store;

import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.agent.Budget;
import dev.perdure.core.agent.SubAgent;
import dev.perdure.core.port.DelegationStore;
import dev.perdure.core.step.StepRef;
import java.time.Duration;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What a sub-agent's run may spend: its own bounds, and its share of what its parent has left. The
 * delegations of a step share alike, so that the first of them can't take all.
 *
 * @param heldTokens what the parent holds for it until it ends; 0 when the parent has no limit
 */
record ChildLimits(
    int maxSteps,
    @Nullable Long tokens,
    @Nullable Long costMicros,
    @Nullable Long wallTimeMillis,
    long heldTokens,
    long heldCostMicros) {

  private static final String TO_BE_MADE =
      """
      SELECT count(*) FROM steps
      WHERE org_id = :org AND run_id = :run AND number = :number AND call > 0
        AND child_run_id IS NULL AND given IS NULL AND status IN ('planned', 'running')
      """;

  private static final String CONFIG =
      """
      SELECT config FROM agent_versions
      WHERE org_id = :org AND agent_id = :agent AND version = :version
      """;

  static ChildLimits of(
      Handle handle, Json json, StepLock.Locked step, SubAgent subAgent, int agentVersion) {
    AgentConfig config = config(handle, json, step.ref(), subAgent, agentVersion);
    Budget own = config.budget();
    Budget bound = subAgent.budget() == null ? Budget.NONE : subAgent.budget();
    BudgetRow left = step.run().budget();
    long shares = toBeMade(handle, step.ref());
    Long tokens = carve(own.tokens(), bound.tokens(), share(left.tokensLeft(), shares));
    Long cost = carve(own.costMicros(), bound.costMicros(), share(left.costMicrosLeft(), shares));
    return new ChildLimits(
        steps(config, left.maxSteps() - step.ref().number(), shares),
        tokens,
        cost,
        carve(millis(own.wallTime()), millis(bound.wallTime()), millis(left.timeLeft())),
        tokens == null || left.tokensLeft() == null ? 0 : tokens,
        cost == null || left.costMicrosLeft() == null ? 0 : cost);
  }

  /** At least one step, in which it can say that it has no more. */
  private static int steps(AgentConfig config, int left, long shares) {
    return (int) Math.max(1, Math.min(config.maxSteps(), left / Math.max(1, shares)));
  }

  private static @Nullable Long carve(
      @Nullable Long own, @Nullable Long bound, @Nullable Long left) {
    return DelegationStore.carve(own, DelegationStore.carve(bound, left));
  }

  private static @Nullable Long share(@Nullable Long left, long shares) {
    return left == null ? null : Long.valueOf(left / Math.max(1, shares));
  }

  private static @Nullable Long millis(@Nullable Duration duration) {
    return duration == null ? null : Long.valueOf(Math.max(0, duration.toMillis()));
  }

  private static long toBeMade(Handle handle, StepRef step) {
    return handle
        .createQuery(TO_BE_MADE)
        .bind("org", step.run().orgId().value())
        .bind("run", step.run().runId())
        .bind("number", step.number())
        .mapTo(Long.class)
        .one();
  }

  private static AgentConfig config(
      Handle handle, Json json, StepRef step, SubAgent subAgent, int agentVersion) {
    return handle
        .createQuery(CONFIG)
        .bind("org", step.run().orgId().value())
        .bind("agent", subAgent.agentId())
        .bind("version", agentVersion)
        .map((rs, ctx) -> json.config(rs.getString("config")))
        .one();
  }
}
