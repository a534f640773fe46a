package dev.perdure.store;

import dev.perdure.core.run.BudgetKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a locked run may still spend. What is reserved is left out of the account: that is held for
 * the THINK that claims, or by a lost attempt of it.
 *
 * @param carvedTokens held for sub-agents that have not ended
 * @param timeLeft until its wall time is over; absent without a limit or before it begins
 */
record BudgetRow(
    int maxSteps,
    @Nullable Long maxTokens,
    long spentTokens,
    long carvedTokens,
    @Nullable Long maxCostMicros,
    long spentCostMicros,
    long carvedCostMicros,
    @Nullable Duration timeLeft) {

  /** What {@link #map} needs of {@code runs r}. */
  static final String COLUMNS =
      """
      coalesce(r.max_steps, (SELECT (v.config ->> 'maxSteps')::integer FROM agent_versions v
                             WHERE v.org_id = r.org_id AND v.agent_id = r.agent_id
                               AND v.version = r.agent_version)) AS max_steps,
      r.max_tokens, r.spent_tokens, r.carved_tokens, r.max_cost_micros, r.spent_cost_micros,
      r.carved_cost_micros, r.started_at + r.wall_time_ms * interval '1 ms' AS expires_at,
      clock_timestamp() AS now
      """;

  static BudgetRow map(ResultSet rs) throws SQLException {
    Instant expiresAt = Columns.instantOrNull(rs, "expires_at");
    return new BudgetRow(
        rs.getInt("max_steps"),
        rs.getObject("max_tokens", Long.class),
        rs.getLong("spent_tokens"),
        rs.getLong("carved_tokens"),
        rs.getObject("max_cost_micros", Long.class),
        rs.getLong("spent_cost_micros"),
        rs.getLong("carved_cost_micros"),
        expiresAt == null ? null : Duration.between(Columns.instant(rs, "now"), expiresAt));
  }

  @Nullable Long tokensLeft() {
    return left(maxTokens, spentTokens, carvedTokens);
  }

  @Nullable Long costMicrosLeft() {
    return left(maxCostMicros, spentCostMicros, carvedCostMicros);
  }

  /** What is spent, so that a step with this number can't be taken. */
  Optional<BudgetKind> exhausted(int step) {
    if (step > maxSteps) {
      return Optional.of(BudgetKind.STEPS);
    }
    Duration time = timeLeft;
    if (time != null && !time.isPositive()) {
      return Optional.of(BudgetKind.WALL_TIME);
    }
    return lacking(1, 1);
  }

  /** What there is less left of than this. */
  Optional<BudgetKind> lacking(long tokens, long costMicros) {
    Long tokensLeft = tokensLeft();
    if (tokensLeft != null && tokensLeft < tokens) {
      return Optional.of(BudgetKind.TOKENS);
    }
    Long costLeft = costMicrosLeft();
    return costLeft != null && costLeft < costMicros
        ? Optional.of(BudgetKind.COST)
        : Optional.empty();
  }

  private static @Nullable Long left(@Nullable Long max, long spent, long carved) {
    return max == null ? null : Long.valueOf(Math.max(0, max - spent - carved));
  }
}
