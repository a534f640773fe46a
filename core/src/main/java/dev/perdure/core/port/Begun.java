package dev.perdure.core.port;

import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.event.LoggedEvent;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What came of the workflow's first write. */
public sealed interface Begun {

  /**
   * The run is running.
   *
   * @param firstStep where to go on: 1, or the last THINK of a run that is recovered or forked,
   *     whose stored decision is then followed
   * @param lastCommand the last command a workflow of the run has taken
   * @param told whether there are commands it has not taken, for which nobody could ring
   * @param config the agent version's configuration
   * @param parentRunId the run that delegated to it
   * @param wallTimeLeft until its budget of time is over; absent without a limit
   * @param events to be published now
   */
  record Running(
      int firstStep,
      int lastCommand,
      boolean told,
      AgentConfig config,
      @Nullable UUID parentRunId,
      @Nullable Duration wallTimeLeft,
      List<LoggedEvent> events)
      implements Begun {
    public Running {
      events = List.copyOf(events);
    }
  }

  /** The run ended before it began; the workflow has nothing to do. */
  record NothingToDo() implements Begun {}
}
