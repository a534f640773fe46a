package dev.perdure.core.port;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run has ended, or has not.
 *
 * @param status the terminal state that won, which may be another than was asked for; {@code
 *     RUNNING} when an answering run got an input meanwhile and has to THINK again
 * @param next the queued run that is to be started now
 */
public record Finished(RunStatus status, List<LoggedEvent> events, @Nullable RunRef next) {

  public Finished {
    events = List.copyOf(events);
  }
}
