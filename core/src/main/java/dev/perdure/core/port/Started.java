package dev.perdure.core.port;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunRef;
import java.util.List;

/**
 * What came of an input.
 *
 * @param run the run that answers it: a new one, or the active one that it steers
 * @param replayed whether an earlier request with the same idempotency key had made it already
 * @param steered whether the input went to a run that was active already
 * @param ring runs whose workflows have to be told: the one that was cancelled for this input
 * @param events to be published now
 * @param start runs whose workflows have to be started
 */
public record Started(
    Run run,
    boolean replayed,
    boolean steered,
    List<RunRef> ring,
    List<LoggedEvent> events,
    List<RunRef> start) {
  public Started {
    ring = List.copyOf(ring);
    events = List.copyOf(events);
    start = List.copyOf(start);
  }
}
