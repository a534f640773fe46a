package dev.perdure.api.stream;

import dev.perdure.core.event.Delta;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.port.EventStore;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * What one client has got, and what it gets next. Its cursor is the last position it needs nothing
 * more of: sent, or not wanted.
 */
final class EventReader {

  private final StreamRequest request;
  private final EventStore store;
  private final StreamOptions options;
  private final SseWriter sse;
  private final WireJson json = new WireJson();
  private final MessageTexts texts;
  private long cursor;
  private boolean runOver;

  EventReader(
      StreamRequest request,
      EventStore store,
      Function<UUID, String> openText,
      StreamOptions options,
      SseWriter sse) {
    this.request = request;
    this.store = store;
    this.options = options;
    this.sse = sse;
    this.texts = new MessageTexts(openText, this::content);
  }

  /** Whether the run that was asked for has ended, and its last event was sent. */
  boolean runOver() {
    return runOver;
  }

  /** Reads where the client stands; sends nothing yet. */
  void prepare() {
    // A cursor beyond the log is of a log that was restored; what comes next is news then.
    cursor = Math.min(request.after(), last());
    findOpenMessages();
  }

  /** Sends what is in the log and was not heard of, and text so far that was missed. */
  void catchUp() throws IOException {
    long last = last();
    if (last > cursor) {
      readTo(last);
    }
    refreshTexts();
  }

  void heard(LiveItem item) throws IOException {
    switch (item) {
      case LiveItem.Events events -> heard(events.events());
      case LiveItem.Text text -> heard(text.delta());
    }
  }

  private void heard(List<LoggedEvent> events) throws IOException {
    for (LoggedEvent event : events) {
      if (event.pos() > cursor + 1) {
        readTo(event.pos());
      }
      if (event.pos() == cursor + 1 && !runOver) {
        take(event);
      }
    }
  }

  private void heard(Delta delta) throws IOException {
    if (runOver || !request.wants(WireJson.CONTENT) || !ofWantedRun(delta.runId())) {
      return;
    }
    if (texts.unknown(delta)) {
      readTo(last());
    }
    texts.heard(delta);
  }

  private void refreshTexts() throws IOException {
    if (!runOver && request.wants(WireJson.CONTENT)) {
      texts.refresh();
    }
  }

  private long last() {
    return store.lastPosition(request.orgId(), request.sessionId());
  }

  /** Messages that began at or before the cursor and have not ended there. */
  private void findOpenMessages() {
    long from = Math.max(0, cursor - options.lookBack());
    if (from == cursor) {
      return;
    }
    for (LoggedEvent event : read(from, (int) (cursor - from))) {
      if (event.pos() <= cursor) {
        switch (event.event()) {
          case RunEvent.TextMessageStart start -> texts.started(event, start);
          case RunEvent.TextMessageEnd end -> texts.forget(end.messageId());
          default -> {}
        }
      }
    }
  }

  /** Sends what the log has after the cursor; it holds everything up to {@code known} by now. */
  private void readTo(long known) throws IOException {
    while (cursor < known && !runOver) {
      List<LoggedEvent> page = read(cursor, options.page());
      for (LoggedEvent event : page) {
        if (!runOver) {
          take(event);
        }
      }
      if (page.size() < options.page()) {
        skipOtherRunsTo(known);
        return;
      }
      sse.flush();
    }
  }

  /** What was read is all there is of the wanted run; the rest is of others. */
  private void skipOtherRunsTo(long known) {
    if (request.runId() != null) {
      cursor = Math.max(cursor, known);
    }
  }

  private List<LoggedEvent> read(long after, int limit) {
    return store.read(request.orgId(), request.sessionId(), after, request.runId(), limit);
  }

  /** Goes past the next event, which is sent if it is wanted. */
  private void take(LoggedEvent event) throws IOException {
    cursor = event.pos();
    if (!ofWantedRun(event.runId())) {
      return;
    }
    switch (event.event()) {
      case RunEvent.TextMessageStart start -> texts.started(event, start);
      case RunEvent.TextMessageEnd end -> texts.ended(event, end);
      default -> {}
    }
    if (wanted(event.event())) {
      sse.event(event.pos(), json.event(event));
    }
    runOver = request.runId() != null && ends(event.event());
  }

  private void content(UUID messageId, Origin origin, int offset, String delta) throws IOException {
    if (request.wants(WireJson.CONTENT)) {
      sse.event(json.content(request.sessionId(), messageId, origin, offset, delta));
    }
  }

  private boolean ofWantedRun(UUID runId) {
    return request.runId() == null || request.runId().equals(runId);
  }

  private boolean wanted(RunEvent event) {
    return request.wants(WireJson.type(event))
        || (event instanceof RunEvent.Custom custom && request.wants(custom.name()));
  }

  private static boolean ends(RunEvent event) {
    return event instanceof RunEvent.RunFinished || event instanceof RunEvent.RunErrored;
  }

  @Override
  public String toString() {
    return "org_id=%s session_id=%s pos=%d".formatted(request.orgId(), request.sessionId(), cursor);
  }
}
