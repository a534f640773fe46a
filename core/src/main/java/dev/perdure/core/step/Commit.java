package dev.perdure.core.step;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.session.Message;
import java.util.List;

/** What came of writing for a claimed step. */
public sealed interface Commit {

  /**
   * Written.
   *
   * @param messages the messages it added to the thread
   * @param events the events it added to the log, to be published now
   */
  record Done(List<Message> messages, List<LoggedEvent> events) implements Commit {
    public Done {
      messages = List.copyOf(messages);
      events = List.copyOf(events);
    }
  }

  /** Refused: another attempt holds the step, or the run has ended. Nothing was written. */
  record Refused(String reason) implements Commit {}
}
