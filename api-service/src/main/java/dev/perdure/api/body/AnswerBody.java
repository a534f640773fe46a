package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Answers a question of the agent.
 *
 * @param interruptId which one; may be left out when only one question is open
 * @param toolCallId the same by the id of the tool call
 */
public record AnswerBody(
    @Schema(description = "Which one; may be left out when only one is open.")
        @Nullable UUID interruptId,
    @Schema(description = "The same by the id of the tool call.") @Nullable String toolCallId,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "Take the blue one.")
        @Nullable String text) {}
