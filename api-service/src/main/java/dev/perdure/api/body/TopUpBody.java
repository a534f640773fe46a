package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is added to a run's budget; at least one. What has no limit can't be raised.
 *
 * @param costMicros in millionths of a US dollar
 * @param wallTime ISO-8601
 */
public record TopUpBody(
    @Nullable Integer steps,
    @Schema(example = "50000") @Nullable Long tokens,
    @Schema(description = "In millionths of a US dollar.", example = "250000")
        @Nullable Long costMicros,
    @Schema(type = "string", description = "ISO-8601.", example = "PT30M")
        @Nullable Duration wallTime) {}
