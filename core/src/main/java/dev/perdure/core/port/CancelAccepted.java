package dev.perdure.core.port;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cancel was accepted.
 *
 * @param run as it stands now
 * @param ring whether the workflow has to be told
 * @param next the run that took its place and has to be started
 */
public record CancelAccepted(
    Run run, boolean ring, List<LoggedEvent> events, @Nullable RunRef next) {

  public CancelAccepted {
    events = List.copyOf(events);
  }
}
