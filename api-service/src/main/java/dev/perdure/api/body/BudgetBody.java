package dev.perdure.api.body;

import dev.perdure.core.agent.Budget;
import dev.perdure.core.agent.OnExhausted;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one run may spend, its sub-agents included; what is left out has no limit. Steps are bounded
 * by {@code max_steps}.
 *
 * @param costMicros money, in millionths of a US dollar: 250000 is 25 cents
 * @param wallTime ISO-8601, from the run's start to its end, waiting included
 * @param onExhausted {@code wait} for a top-up, which is the default, or {@code finish} with what
 *     is known
 */
public record BudgetBody(
    @Schema(description = "Input and output tokens of all model calls.", example = "200000")
        @Nullable Long tokens,
    @Schema(
            description = "Money, in millionths of a US dollar: 250000 is 25 cents.",
            example = "250000")
        @Nullable Long costMicros,
    @Schema(
            type = "string",
            description = "ISO-8601, from the run's start to its end, waiting included.",
            example = "PT1H")
        @Nullable Duration wallTime,
    @Schema(description = "wait for a top-up when absent; finish answers with what is known.")
        @Nullable OnExhausted onExhausted) {

  static BudgetBody of(Budget budget) {
    return new BudgetBody(
        budget.tokens(), budget.costMicros(), budget.wallTime(), budget.onExhausted());
  }
}
