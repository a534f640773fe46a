package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.Run;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What must hold of every transcript and log. */
final class Transcripts {

  private Transcripts() {}

  /** Each call has one result, after it; places have no gaps. */
  static List<Message> assertPaired(Store store, Run run) {
    List<Message> messages = store.sessions().transcript(run.orgId(), run.threadId(), 0);
    List<String> open = new ArrayList<>();
    long seq = 0;
    for (Message message : messages) {
      assertThat(message.seq()).isEqualTo(++seq);
      for (ContentPart part : message.content()) {
        if (part instanceof ContentPart.ToolCall call) {
          open.add(call.id());
        } else if (part instanceof ContentPart.ToolResult result) {
          assertThat(open.remove(result.toolCallId())).as(result.toolCallId()).isTrue();
        }
      }
    }
    assertThat(open).as("calls without a result").isEmpty();
    return messages;
  }

  /** Positions have no gaps, and what was begun has ended, in every run of the session. */
  static List<LoggedEvent> assertWhole(Store store, Run run) {
    List<LoggedEvent> log = store.events().read(run.orgId(), run.sessionId(), 0, null, 100_000);
    long pos = 0;
    for (LoggedEvent event : log) {
      assertThat(event.pos()).isEqualTo(++pos);
    }
    assertThat(count(log, RunEvent.StepStarted.class))
        .isEqualTo(count(log, RunEvent.StepFinished.class));
    assertThat(count(log, RunEvent.ToolCallStart.class))
        .isEqualTo(count(log, RunEvent.ToolCallResult.class));
    assertThat(count(log, RunEvent.TextMessageStart.class))
        .isEqualTo(count(log, RunEvent.TextMessageEnd.class));
    assertThat(count(log, RunEvent.ReasoningStart.class))
        .isEqualTo(count(log, RunEvent.ReasoningEnd.class));
    return log;
  }

  static long count(List<LoggedEvent> events, Class<? extends RunEvent> type) {
    return events.stream().filter(e -> type.isInstance(e.event())).count();
  }

  static List<String> names(List<LoggedEvent> events) {
    return events.stream().map(e -> e.event().getClass().getSimpleName()).toList();
  }

  /** The values of custom events of a name. */
  static List<Map<String, Object>> customValues(List<LoggedEvent> events, String name) {
    return events.stream()
        .map(LoggedEvent::event)
        .filter(RunEvent.Custom.class::isInstance)
        .map(RunEvent.Custom.class::cast)
        .filter(event -> event.name().equals(name))
        .map(RunEvent.Custom::value)
        .toList();
  }
}
