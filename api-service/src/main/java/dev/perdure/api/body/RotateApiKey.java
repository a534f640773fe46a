package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How a key is replaced.
 *
 * @param overlapSeconds how long the old key stays valid: 24 hours when absent, 30 days at most
 */
public record RotateApiKey(
    @Schema(minimum = "0", maximum = "2592000") @Nullable Long overlapSeconds) {}
