package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where to fork a session.
 *
 * @param messageId the last message the new session takes over
 */
public record ForkSession(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable UUID messageId,
    @Nullable String title) {}
