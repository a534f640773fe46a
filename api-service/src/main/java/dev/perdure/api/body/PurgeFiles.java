package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is to go for good. */
public record PurgeFiles(
    @Schema(description = "What was at this path or below it; absent for the whole trash.")
        @Nullable String path) {}
