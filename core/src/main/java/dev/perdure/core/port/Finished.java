package dev.perdure.core.port;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run has ended.
 *
 * @param status the terminal state that won, which may be another than was asked for
 * @param next the queued run that is to be started now
 */
public record Finished(RunStatus status, List<LoggedEvent> events, @Nullable RunRef next) {

  public Finished {
    events = List.copyOf(events);
  }
}
