package dev.perdure.api.body;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What to run.
 *
 * @param agentId the agent; the session's agent when absent
 * @param agent the same by name
 * @param agentVersion the version; the current one when absent
 * @param input what to answer: a text, or a list of content parts (text, image, file)
 * @param inputPolicy what to do while another run of the session is active
 */
public record StartRunBody(
    @Nullable UUID agentId,
    @Schema(example = "demo") @Nullable String agent,
    @Nullable Integer agentVersion,
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            description = "A text, or a list of content parts (text, image, file).",
            types = {"string", "array"},
            example = "What is 17 * 23?")
        @Nullable JsonNode input,
    @Schema(
            allowableValues = {"enqueue", "reject", "interrupt", "rollback", "steer"},
            description =
                "What to do while another run of the session is active; enqueue when absent.")
        @Nullable String inputPolicy) {}
