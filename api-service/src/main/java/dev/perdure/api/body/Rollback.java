package dev.perdure.api.body;

import org.jspecify.annotations.Nullable;

/** Which version to go back to; the one before the current one when absent. */
public record Rollback(@Nullable Integer version) {}
