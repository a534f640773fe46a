package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A new agent; also what export writes and import reads, as YAML.
 *
 * @param name unique in the organization, 1 to 100 characters
 * @param note why this version was made
 */
public record CreateAgent(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "helper") @Nullable String name,
    @Nullable String description,
    @Nullable AgentConfigBody config,
    @Nullable String note) {}
