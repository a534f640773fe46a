package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody to invite.
 *
 * @param expiresAt in 7 days when absent, in 30 at most
 */
public record CreateInvitation(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "ada@example.org")
        @Nullable String email,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "developer")
        @Nullable String role,
    @Nullable Instant expiresAt) {}
