package dev.perdure.core.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The budget of one run, as it stands. A limit that is null does not bound.
 *
 * @param spentTokens settled tokens, those of its ended sub-agents included
 * @param spentCostMicros settled money in millionths of a US dollar, likewise
 * @param reservedTokens held for the model call in flight and for sub-agents that have not ended
 * @param expiresAt when its wall time is over; absent before it begins or without a limit
 */
public record RunBudget(
    int maxSteps,
    @Nullable Long maxTokens,
    long spentTokens,
    long reservedTokens,
    @Nullable Long maxCostMicros,
    long spentCostMicros,
    long reservedCostMicros,
    @Nullable Instant expiresAt) {

  /** Tokens neither spent nor reserved; null without a limit, never negative. */
  public @Nullable Long tokensLeft() {
    return maxTokens == null ? null : Math.max(0, maxTokens - spentTokens - reservedTokens);
  }

  /** Money neither spent nor reserved; null without a limit, never negative. */
  public @Nullable Long costMicrosLeft() {
    return maxCostMicros == null
        ? null
        : Math.max(0, maxCostMicros - spentCostMicros - reservedCostMicros);
  }
}
