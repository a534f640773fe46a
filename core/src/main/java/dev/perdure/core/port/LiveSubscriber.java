package dev.perdure.core.port;

import dev.perdure.core.event.Delta;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.OutputDelta;
import dev.perdure.core.tenant.OrgId;
import java.util.List;
import java.util.UUID;

/** Hears what is published about sessions. What it hears may have gaps; the log does not. */
public interface LiveSubscriber {

  /** Listens to a session from now on; returns when the subscription is in force, or soon after. */
  Subscription subscribe(OrgId orgId, UUID sessionId, Listener listener);

  /** The text of an open message as far as it is known; may be shorter than what was published. */
  String openText(OrgId orgId, UUID sessionId, UUID messageId);

  /** Hears a session. Called from one thread at a time; must not block. */
  interface Listener {

    void events(List<LoggedEvent> events);

    void delta(Delta delta);

    /** What a tool shows; whoever does not show it may let it pass. */
    default void output(OutputDelta output) {}

    /** Something may have been missed: the connection was lost, or is back. */
    void gap();
  }

  /** Ends listening. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
