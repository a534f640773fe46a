package dev.perdure.api.body;

import dev.perdure.core.run.RecoveryOperation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a run that waits for recovery or for a budget is to do.
 *
 * @param operation one of those the interrupt offers
 * @param interruptId which one; may be left out when only one is open
 * @param model for {@code switch_model}
 * @param result for {@code provide_result}
 * @param topUp for {@code top_up}
 */
public record RecoverBody(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable RecoveryOperation operation,
    @Schema(description = "Which one; may be left out when only one is open.")
        @Nullable UUID interruptId,
    @Schema(description = "For switch_model.", example = "rehearsal/other") @Nullable String model,
    @Schema(description = "For provide_result.") @Nullable String result,
    @Schema(description = "For top_up.") @Nullable TopUpBody topUp) {}
