package dev.perdure.api.stream;

import dev.perdure.core.event.LoggedEvent;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which attempt of which step something comes from. */
record Origin(UUID runId, @Nullable String stepId, long fence) {

  static Origin of(LoggedEvent event) {
    return new Origin(event.runId(), event.stepId(), event.fence());
  }
}
