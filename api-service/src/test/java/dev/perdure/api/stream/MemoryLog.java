package dev.perdure.api.stream;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.port.EventStore;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.tenant.OrgId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The log of one session, in memory, for tests that need a thousand of them. */
final class MemoryLog implements EventStore {

  private final List<LoggedEvent> events = new CopyOnWriteArrayList<>();
  private Runnable beforeRead = () -> {};

  LoggedEvent commit(RunRef run, RunEvent event) {
    return commit(run, null, event);
  }

  /** An event of a run that another delegated to. */
  LoggedEvent commit(RunRef run, @Nullable UUID parentRunId, RunEvent event) {
    LoggedEvent logged =
        new LoggedEvent(
            run.orgId(),
            run.sessionId(),
            events.size() + 1,
            run.runId(),
            run.runId() + "/1",
            1,
            Instant.EPOCH,
            event,
            parentRunId);
    events.add(logged);
    return logged;
  }

  /** Does it when a reader has made up its mind what to read, and has not read it yet. */
  void onNextRead(Runnable action) {
    beforeRead = action;
  }

  List<LoggedEvent> all() {
    return events;
  }

  @Override
  public List<LoggedEvent> read(
      OrgId orgId, UUID sessionId, long after, @Nullable UUID runId, int limit) {
    return events.stream()
        .filter(event -> event.pos() > after)
        .filter(event -> runId == null || event.runId().equals(runId))
        .limit(limit)
        .toList();
  }

  @Override
  public List<LoggedEvent> readRuns(
      OrgId orgId, UUID sessionId, long after, Collection<UUID> runIds, int limit) {
    Runnable action = beforeRead;
    beforeRead = () -> {};
    action.run();
    return events.stream()
        .filter(event -> event.pos() > after)
        .filter(event -> runIds.contains(event.runId()))
        .limit(limit)
        .toList();
  }

  @Override
  public List<LoggedEvent> openStarts(OrgId orgId, UUID sessionId) {
    return events.stream()
        .filter(event ->
            event.event() instanceof RunEvent.TextMessageStart start && !ended(start.messageId()))
        .toList();
  }

  private boolean ended(UUID message) {
    return events.stream()
        .anyMatch(event ->
            event.event() instanceof RunEvent.TextMessageEnd end
                && end.messageId().equals(message));
  }

  @Override
  public long lastPosition(OrgId orgId, UUID sessionId) {
    return events.size();
  }

  @Override
  public long positionBefore(OrgId orgId, UUID sessionId, UUID runId) {
    return events.stream()
        .filter(event -> event.runId().equals(runId))
        .findFirst()
        .map(event -> event.pos() - 1)
        .orElse((long) events.size());
  }
}
