package dev.perdure.api.body;

import dev.perdure.core.run.CancelMode;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How to stop a run.
 *
 * @param mode {@code interrupt} keeps what is done and is the default; {@code rollback} undoes it
 */
public record CancelBody(
    @Schema(description = "interrupt when absent: keeps what is done. rollback undoes it.")
        @Nullable CancelMode mode) {}
