package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Accepts what a skill is made of now.
 *
 * @param sha256 as the changes that somebody looked at name it
 */
public record RefreshSkill(
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            description = "As GET /v1/skills/{id}/changes told it.")
        @Nullable String sha256) {}
