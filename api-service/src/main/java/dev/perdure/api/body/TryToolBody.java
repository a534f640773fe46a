package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call of a tool outside a run.
 *
 * @param sessionId whose files it sees; none when absent
 */
public record TryToolBody(
    @Schema(description = "As the tool's input schema wants them; none when absent.")
        @Nullable Map<String, Object> arguments,
    @Schema(description = "The session whose files it sees; none when absent.")
        @Nullable UUID sessionId) {

  /** No arguments, no files. */
  public static final TryToolBody EMPTY = new TryToolBody(null, null);
}
