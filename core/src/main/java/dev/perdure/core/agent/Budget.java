package dev.perdure.core.agent;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one run may spend, its sub-agents included. What is null has no limit. Steps are bounded
 * apart, by {@link AgentConfig#maxSteps}.
 *
 * @param tokens input and output tokens of all model calls
 * @param costMicros money, in millionths of a US dollar
 * @param wallTime from the run's first write to its end, waiting included
 */
public record Budget(
    @Nullable Long tokens,
    @Nullable Long costMicros,
    @Nullable Duration wallTime,
    OnExhausted onExhausted) {

  /** No limits. */
  public static final Budget NONE = new Budget(null, null, null, OnExhausted.WAIT);

  /** Reads a budget in which everything may be left out. */
  @JsonCreator
  public static Budget of(
      @JsonProperty("tokens") @Nullable Long tokens,
      @JsonProperty("costMicros") @Nullable Long costMicros,
      @JsonProperty("wallTime") @Nullable Duration wallTime,
      @JsonProperty("onExhausted") @Nullable OnExhausted onExhausted) {
    return new Budget(
        tokens, costMicros, wallTime, onExhausted == null ? OnExhausted.WAIT : onExhausted);
  }
}
