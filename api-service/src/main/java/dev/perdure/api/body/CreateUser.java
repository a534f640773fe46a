package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A new user, without any credential.
 *
 * @param role a built-in role or one of the organization's own
 */
public record CreateUser(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "Ada") @Nullable String name,
    @Nullable String email,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "developer")
        @Nullable String role) {}
