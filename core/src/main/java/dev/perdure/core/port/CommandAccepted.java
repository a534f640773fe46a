package dev.perdure.core.port;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.run.CommandRow;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command was accepted.
 *
 * @param command as it was recorded; absent for a cancel of a run that no workflow works on, which
 *     ends at once
 * @param run as it stands now
 * @param ring runs whose workflows have to be told: it, and the sub-agents it reached
 * @param start runs whose workflows have to be started: the next of the queue, or a run that lost
 *     its workflow and was recovered
 * @param events to be published now
 * @param replayed whether it had been accepted before
 */
public record CommandAccepted(
    @Nullable CommandRow command,
    Run run,
    List<RunRef> ring,
    List<RunRef> start,
    List<LoggedEvent> events,
    boolean replayed) {

  public CommandAccepted {
    ring = List.copyOf(ring);
    start = List.copyOf(start);
    events = List.copyOf(events);
  }
}
