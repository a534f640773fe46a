package dev.perdure.memory;

import dev.perdure.core.event.LoggedEvent;
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

  /** Nothing more comes. */
  record End() implements Outgoing {}
}
