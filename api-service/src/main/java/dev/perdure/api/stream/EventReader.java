package dev.perdure.api.stream;

import dev.perdure.core.event.Delta;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.OutputDelta;
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
  private final RunFamily family;
  private long cursor;
  private boolean runOver;

  EventReader(
      StreamRequest request,
      EventStore store,
      Function<UUID, String> openText,
      RunFamily family,
      StreamOptions options,
      SseWriter sse) {
    this.request = request;
    this.store = store;
    this.options = options;
    this.sse = sse;
    this.family = family;
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
      case LiveItem.Output output -> heard(output.output());
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
    String type = delta.reasoning() ? WireJson.REASONING_CONTENT : WireJson.CONTENT;
    if (runOver || !request.wants(type) || !family.holds(delta.runId(), delta.parentRunId())) {
      return;
    }
    if (texts.unknown(delta)) {
      readTo(last());
    }
    texts.heard(delta);
  }

  private void heard(OutputDelta output) throws IOException {
    boolean wanted = request.wants("CUSTOM") || request.wants(RunEvent.Custom.TOOL_OUTPUT);
    if (wanted && !runOver && family.holds(output.runId(), output.parentRunId())) {
      sse.event(json.output(request.sessionId(), output));
    }
  }

  private void refreshTexts() throws IOException {
    if (!runOver && wantsText()) {
      texts.refresh();
    }
  }

  private boolean wantsText() {
    return request.wants(WireJson.CONTENT) || request.wants(WireJson.REASONING_CONTENT);
  }

  private long last() {
    return store.lastPosition(request.orgId(), request.sessionId());
  }

  /** Messages that began at or before the cursor and have not ended yet. */
  private void findOpenMessages() {
    family.refresh();
    for (LoggedEvent start : store.openStarts(request.orgId(), request.sessionId())) {
      if (start.pos() <= cursor && family.holds(start)) {
        texts.started(start);
      }
    }
  }

  /** Sends what the log has after the cursor; it holds everything up to {@code known} by now. */
  private void readTo(long known) throws IOException {
    family.refresh();
    while (cursor < known && !runOver) {
      List<LoggedEvent> page = read(cursor, options.page());
      for (LoggedEvent event : page) {
        // What came after may be of sub-agents that are not known yet.
        if (!runOver && event.pos() <= known) {
          take(event);
        }
      }
      if (page.size() < options.page() || page.getLast().pos() > known) {
        skipOtherRunsTo(known);
        return;
      }
      sse.flush();
    }
  }

  /** What was read is all there is of the wanted runs; the rest is of others. */
  private void skipOtherRunsTo(long known) {
    if (!family.everybody() && !runOver) {
      cursor = Math.max(cursor, known);
    }
  }

  private List<LoggedEvent> read(long after, int limit) {
    return family.everybody()
        ? store.read(request.orgId(), request.sessionId(), after, null, limit)
        : store.readRuns(request.orgId(), request.sessionId(), after, family.runs(), limit);
  }

  /** Goes past the next event, which is sent if it is wanted. */
  private void take(LoggedEvent event) throws IOException {
    cursor = event.pos();
    if (!family.holds(event)) {
      return;
    }
    texts.started(event);
    texts.ended(event);
    if (event.event() instanceof RunEvent.ReasoningEnd end) {
      message(WireJson.REASONING_MESSAGE_END, end.messageId(), event);
    }
    if (wanted(event.event())) {
      sse.event(event.pos(), json.event(event));
    }
    if (event.event() instanceof RunEvent.ReasoningStart start) {
      message(WireJson.REASONING_MESSAGE_START, start.messageId(), event);
    }
    runOver = family.isRoot(event.runId()) && ends(event.event());
  }

  private void message(String type, UUID messageId, LoggedEvent reasoning) throws IOException {
    if (request.wants(type)) {
      sse.event(json.reasoningMessage(type, messageId, reasoning));
    }
  }

  private void content(String type, UUID messageId, Origin origin, int offset, String delta)
      throws IOException {
    if (request.wants(type)) {
      sse.event(json.content(type, request.sessionId(), messageId, origin, offset, delta));
    }
  }

  private boolean wanted(RunEvent event) {
    return request.wants(WireJson.type(event))
        || (event instanceof RunEvent.Custom custom && request.wants(custom.name()));
  }

  private static boolean ends(RunEvent event) {
    return switch (event) {
      case RunEvent.RunFinished _, RunEvent.RunErrored _ -> true;
      case RunEvent.SubagentFinished _, RunEvent.SubagentErrored _ -> true;
      default -> false;
    };
  }

  @Override
  public String toString() {
    return "org_id=%s session_id=%s pos=%d".formatted(request.orgId(), request.sessionId(), cursor);
  }
}
