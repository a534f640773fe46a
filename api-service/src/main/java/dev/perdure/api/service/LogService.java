package dev.perdure.api.service;

import dev.perdure.api.body.LogEntry;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.port.EventStore;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.port.RunStore;
import dev.perdure.core.port.SessionStore;
import dev.perdure.core.run.Run;
import dev.perdure.core.tenant.Caller;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The execution log of a session or a run. Its cursor is the position. */
public final class LogService {

  private final EventStore events;
  private final SessionStore sessions;
  private final RunStore runs;

  public LogService(EventStore events, SessionStore sessions, RunStore runs) {
    this.events = events;
    this.sessions = sessions;
    this.runs = runs;
  }

  public Page<LogEntry> ofSession(Caller caller, UUID sessionId, PageRequest page) {
    if (sessions.get(caller.orgId(), sessionId).isEmpty()) {
      throw PerdureException.notFound("session", sessionId);
    }
    return read(caller, sessionId, null, page);
  }

  public Page<LogEntry> ofRun(Caller caller, UUID runId, PageRequest page) {
    Run run =
        runs.get(caller.orgId(), runId).orElseThrow(() -> PerdureException.notFound("run", runId));
    return read(caller, run.sessionId(), runId, page);
  }

  private Page<LogEntry> read(
      Caller caller, UUID sessionId, @Nullable UUID runId, PageRequest page) {
    List<LoggedEvent> found =
        events.read(caller.orgId(), sessionId, position(page.after()), runId, page.limit() + 1);
    List<LoggedEvent> shown = found.subList(0, Math.min(page.limit(), found.size()));
    String next = found.size() > page.limit() ? String.valueOf(shown.getLast().pos()) : null;
    return new Page<>(shown.stream().map(LogEntry::of).toList(), next);
  }

  private static long position(@Nullable String cursor) {
    if (cursor == null) {
      return 0;
    }
    try {
      return Long.parseUnsignedLong(cursor);
    } catch (NumberFormatException _) {
      throw PerdureException.invalid(
          "invalid_cursor", "The cursor after was not given out by this list.", "after");
    }
  }
}
