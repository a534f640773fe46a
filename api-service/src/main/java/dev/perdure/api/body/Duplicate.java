package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The name of a copy. */
public record Duplicate(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String name) {}
