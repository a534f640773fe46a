package dev.perdure.core.port;

import dev.perdure.core.event.Delta;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.OutputDelta;
import dev.perdure.core.run.RunRef;
import java.util.List;

/** Tells whoever watches, right now. Best effort: never throws, never waits long. */
public interface LivePublisher {

  /** Publishes committed events, in order. */
  void events(List<LoggedEvent> events);

  /** Publishes a piece of an open message and keeps it for those who join later. */
  void delta(RunRef run, Delta delta);

  /** Publishes what a tool shows; kept nowhere. */
  void output(RunRef run, OutputDelta output);
}
