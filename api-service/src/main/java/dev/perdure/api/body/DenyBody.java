package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Forbids a tool call.
 *
 * @param interruptId which one; may be left out when only one approval is open
 * @param toolCallId the same by the id of the tool call
 * @param reason told to the agent
 */
public record DenyBody(
    @Schema(description = "Which one; may be left out when only one is open.")
        @Nullable UUID interruptId,
    @Schema(description = "The same by the id of the tool call.") @Nullable String toolCallId,
    @Schema(description = "Told to the agent.", example = "Too expensive.")
        @Nullable String reason) {

  /** The only one that is open, without a reason. */
  public static final DenyBody ONLY = new DenyBody(null, null, null);
}
