package dev.perdure.api.body;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Where and how to fork a run.
 *
 * @param step the number of the step to do anew
 * @param agentVersion another version of the agent; the same when absent
 * @param input said to the agent before it goes on; only at a THINK
 */
public record ForkBody(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, minimum = "1", example = "3")
        @Nullable Integer step,
    @Nullable Integer agentVersion,
    @Schema(types = {"string", "array"}) @Nullable JsonNode input) {}
