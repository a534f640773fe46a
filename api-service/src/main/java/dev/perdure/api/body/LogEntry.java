package dev.perdure.api.body;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the execution log.
 *
 * @param pos its place in the session, counted from 1 without gaps
 * @param fence the attempt that wrote it; 0 when no step did
 * @param event in AG-UI's words
 */
public record LogEntry(
    long pos,
    UUID sessionId,
    UUID runId,
    @Nullable String stepId,
    long fence,
    Instant at,
    @Schema(
            type = "object",
            description = "An event in AG-UI's vocabulary; its field names are camelCase.")
        RunEvent event) {

  public static LogEntry of(LoggedEvent logged) {
    return new LogEntry(
        logged.pos(),
        logged.sessionId(),
        logged.runId(),
        logged.stepId(),
        logged.fence(),
        logged.at(),
        logged.event());
  }
}
