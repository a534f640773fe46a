package dev.perdure.api.stream;

import dev.perdure.core.event.LoggedEvent;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which attempt of which step something comes from.
 *
 * @param parentRunId the run that delegated to {@code runId}, when that is a sub-agent
 */
record Origin(UUID runId, @Nullable UUID parentRunId, @Nullable String stepId, long fence) {

  static Origin of(LoggedEvent event) {
    return new Origin(event.runId(), event.parentRunId(), event.stepId(), event.fence());
  }
}
