package dev.perdure.memory;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.OutputDelta;
import dev.perdure.core.run.RunRef;
import java.util.List;

/** What waits to be published. */
sealed interface Outgoing {

  /** Committed events of one session. */
  record Events(List<LoggedEvent> events) implements Outgoing {
    public Events {
      events = List.copyOf(events);
    }
  }

  /** A message that has unpublished text. */
  record Text(OpenText text) implements Outgoing {}

  /** What a tool shows. */
  record Output(RunRef run, OutputDelta output) implements Outgoing {}

  /** Nothing more comes. */
  record End() implements Outgoing {}
}
