package dev.perdure.core.port;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.tenant.OrgId;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The durable log of events. */
public interface EventStore {

  /**
   * Events of a session after a position, in order.
   *
   * @param runId only those of this run, when given
   * @param limit the most events
   */
  List<LoggedEvent> read(OrgId orgId, UUID sessionId, long after, @Nullable UUID runId, int limit);

  /** As {@link #read}, but only events of these runs. */
  List<LoggedEvent> readRuns(
      OrgId orgId, UUID sessionId, long after, Collection<UUID> runIds, int limit);

  /** The beginnings of the messages and reasonings that the session's runs are writing now. */
  List<LoggedEvent> openStarts(OrgId orgId, UUID sessionId);

  /** The session's last position; 0 when nothing has happened. */
  long lastPosition(OrgId orgId, UUID sessionId);

  /** The position just before a run's first event; the last position when it has none yet. */
  long positionBefore(OrgId orgId, UUID sessionId, UUID runId);
}
