package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A new version of an agent.
 *
 * @param note why it was made
 * @param expectedLatest refused unless this is the latest version, so that nobody overwrites
 *     another's work unseen
 * @param promote whether it becomes the current version at once; true when absent
 */
public record CreateVersion(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable AgentConfigBody config,
    @Nullable String note,
    @Nullable Integer expectedLatest,
    @Schema(description = "true when absent.") @Nullable Boolean promote) {}
