package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lets a tool call be made.
 *
 * @param interruptId which one; may be left out when only one approval is open
 * @param toolCallId the same by the id of the tool call
 * @param arguments instead of the model's
 */
public record ApproveBody(
    @Schema(description = "Which one; may be left out when only one is open.")
        @Nullable UUID interruptId,
    @Schema(description = "The same by the id of the tool call.") @Nullable String toolCallId,
    @Schema(
            description = "Replace the model's arguments, all of them.",
            example = "{\"to\": \"ada@example.org\"}")
        @Nullable Map<String, Object> arguments) {

  /** The only one that is open. */
  public static final ApproveBody ONLY = new ApproveBody(null, null, null);
}
