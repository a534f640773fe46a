package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is to be moved, and where. */
public record MoveFiles(
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            description = "A file, or a folder with all below it.")
        @Nullable String from,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, description = "Its path from now on.")
        @Nullable String to) {}
