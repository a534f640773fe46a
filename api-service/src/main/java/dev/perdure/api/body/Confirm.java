package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Confirms what can't be undone.
 *
 * @param confirm names once more what is meant
 */
public record Confirm(
    @Schema(
            description = "What is to be erased, once more: a user's id, an organization's slug.",
            requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable String confirm) {}
