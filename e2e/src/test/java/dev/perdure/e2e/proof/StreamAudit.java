package dev.perdure.e2e.proof;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.e2e.client.SseItem;
import dev.perdure.e2e.client.StreamRecording;
import dev.perdure.e2e.client.StreamWatcher;
import dev.perdure.e2e.proof.Books.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Whoever watched was told all that is in the log, in order, once; and the log itself has no gaps
 * and tells of one run after the other.
 */
final class StreamAudit {

  private static final Duration TO_ARRIVE = Duration.ofSeconds(20);

  private final Scene scene;
  private final Books books;
  private final Findings findings;

  StreamAudit(Scene scene, Books books, Findings findings) {
    this.scene = scene;
    this.books = books;
    this.findings = findings;
  }

  void check() {
    for (String session : scene.sessions()) {
      List<Row> events = books.events(session);
      findings.same(
          positions(events),
          LongStream.rangeClosed(1, events.size()).boxed().toList(),
          "positions of session " + session);
      runsFollowEachOther(session, events);
      StreamWatcher watcher = scene.sessionWatchers().get(session);
      if (watcher != null) {
        sameAsLogged("session " + session, watcher, events);
      }
      for (Row run : books.rootRunsOf(session)) {
        ofRun(run, events);
      }
    }
  }

  private void ofRun(Row run, List<Row> events) {
    String id = run.get("id");
    Set<String> family = new HashSet<>(books.family(id));
    List<Row> own = events.stream().filter(event -> family.contains(event.get("run_id"))).toList();
    StreamWatcher watcher = scene.watchers().get(id);
    if (watcher == null) {
      findings.add("nobody watched run " + id);
    } else {
      sameAsLogged("run " + id, watcher, own);
    }
    logByApi(id, events);
    for (String member : family) {
      once(member, own.stream().filter(event -> event.is("run_id", member)).toList());
    }
  }

  private static List<Long> positions(List<Row> events) {
    return events.stream().map(event -> event.number("pos")).toList();
  }

  private void sameAsLogged(String what, StreamWatcher watcher, List<Row> events) {
    StreamRecording recording = watcher.recording();
    long last = events.isEmpty() ? 0 : events.getLast().number("pos");
    try {
      Awaitility.await().atMost(TO_ARRIVE).until(() -> recording.lastId() >= last);
    } catch (ConditionTimeoutException e) {
      findings.add("%s: told up to %d of %d".formatted(what, recording.lastId(), last));
      return;
    }
    findings.expect(recording.faults().isEmpty(), "stream of %s: %s", what, recording.faults());
    findings.same(
        recording.durable().stream().map(SseItem.Event::pos).toList(),
        positions(events),
        "events of " + what);
    findings.same(
        recording.names(), events.stream().map(StreamAudit::name).toList(), "names of " + what);
    textsAreThoseOfTheLog(what, recording, events);
  }

  private void textsAreThoseOfTheLog(String what, StreamRecording recording, List<Row> events) {
    for (Row event : events) {
      if (event.is("type", "TEXT_MESSAGE_END")) {
        JsonNode text = event.json("event").path("text");
        if (text.isTextual()) {
          String id = event.json("event").path("messageId").asText();
          findings.same(
              recording.text(id), Optional.of(text.asText()), what + ": text of message " + id);
        }
      }
    }
  }

  private void logByApi(String runId, List<Row> events) {
    List<Long> own = positions(events.stream().filter(event -> event.is("run_id", runId)).toList());
    List<Long> told =
        scene.caller().items("/v1/runs/" + runId + "/logs").stream()
            .map(log -> log.path("pos").asLong())
            .toList();
    findings.expect(told.containsAll(own), "the API's log of %s lacks some of %s", runId, own);
  }

  private static String name(Row event) {
    return event.is("type", "CUSTOM") ? event.get("name") : event.get("type");
  }

  private void once(String runId, List<Row> own) {
    List<String> seen = new ArrayList<>();
    Set<String> open = new HashSet<>();
    for (Row event : own) {
      String type = event.get("type");
      if (type.startsWith("TOOL_CALL_")
          || Set.of("RUN_STARTED", "SUBAGENT_STARTED").contains(type)) {
        seen.add(type + event.json("event").path("toolCallId").asText());
      }
      switch (type) {
        case "TEXT_MESSAGE_START" -> open.add(event.json("event").path("messageId").asText());
        case "TEXT_MESSAGE_END" ->
            findings.expect(
                open.remove(event.json("event").path("messageId").asText()),
                "an end without a start: %s",
                event.get("event"));
        // A step may be taken again after a recovery: its two events alternate.
        case "STEP_STARTED" ->
            findings.expect(
                open.add(event.get("step_id")), "a step that had begun: %s", event.values());
        case "STEP_FINISHED" ->
            findings.expect(
                open.remove(event.get("step_id")), "a step that had not begun: %s", event.values());
        default -> {}
      }
    }
    findings.same(
        seen.size(), new HashSet<>(seen).size(), "different events of run " + runId + " " + seen);
    if (EndingAudit.TERMINAL.contains(books.run(runId).get("status"))) {
      findings.expect(open.isEmpty(), "left open by run %s: %s", runId, open);
    }
  }

  /** Root runs of a session begin after the one before has ended. */
  private void runsFollowEachOther(String session, List<Row> events) {
    String active = "";
    for (Row event : events) {
      switch (event.get("type")) {
        case "RUN_STARTED" -> {
          findings.expect(
              active.isEmpty(),
              "run %s began in session %s while %s was active",
              event.get("run_id"),
              session,
              active);
          active = event.get("run_id");
        }
        case "RUN_FINISHED", "RUN_ERROR" -> {
          if (event.is("run_id", active)) {
            active = "";
          }
        }
        default -> {}
      }
    }
  }
}
