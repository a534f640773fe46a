package dev.perdure.core.port;

import dev.perdure.core.event.LoggedEvent;
import java.util.List;

/** What came of the workflow's first write. */
public sealed interface Begun {

  /**
   * The run is running.
   *
   * @param maxSteps the most steps it may take
   * @param events to be published now
   */
  record Running(int maxSteps, List<LoggedEvent> events) implements Begun {
    public Running {
      events = List.copyOf(events);
    }
  }

  /** The run ended before it began; the workflow has nothing to do. */
  record NothingToDo() implements Begun {}
}
