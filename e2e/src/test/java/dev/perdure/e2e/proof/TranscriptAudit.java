package dev.perdure.e2e.proof;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.e2e.proof.Books.Row;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Every thread is without gaps, every call has its result, and no input was lost or doubled. */
final class TranscriptAudit {

  private TranscriptAudit() {}

  static void of(Scene scene, Books books, Findings findings) {
    for (String session : scene.sessions()) {
      List<Row> runs = books.runsOf(session);
      Set<String> threads = new LinkedHashSet<>();
      runs.forEach(run -> threads.add(run.get("thread_id")));
      boolean ended = runs.stream().noneMatch(run -> run.get("ended_at").isEmpty());
      threads.forEach(thread -> thread(thread, books.messages(thread), ended, findings));
    }
    inputsCameOnce(scene, books, findings);
  }

  private static void thread(String thread, List<Row> messages, boolean ended, Findings findings) {
    Set<String> open = new LinkedHashSet<>();
    Set<String> asked = new LinkedHashSet<>();
    long seq = messages.isEmpty() ? 0 : messages.getFirst().number("seq") - 1;
    for (Row message : messages) {
      findings.same(message.number("seq"), ++seq, "place in thread " + thread);
      for (JsonNode part : message.json("content")) {
        switch (part.path("type").asText()) {
          case "tool_call" -> {
            String id = part.path("id").asText();
            findings.expect(asked.add(id), "call %s is there twice", id);
            open.add(id);
          }
          case "tool_result" -> {
            String id = part.path("toolCallId").asText();
            findings.expect(open.remove(id), "a result without its call: %s", id);
          }
          default ->
              findings.expect(
                  open.isEmpty(),
                  "%s in thread %s comes between calls and results %s",
                  message.get("role"),
                  thread,
                  open);
        }
      }
    }
    findings.expect(open.isEmpty() || !ended, "calls without a result in %s: %s", thread, open);
  }

  private static void inputsCameOnce(Scene scene, Books books, Findings findings) {
    List<String> said = new ArrayList<>();
    for (String session : scene.sessions()) {
      for (Row run : books.rootRunsOf(session).stream().limit(1).toList()) {
        books.messages(run.get("thread_id")).stream()
            .filter(message -> message.is("role", "user"))
            .forEach(message -> said.add(message.get("content")));
      }
    }
    for (var taken : scene.taken().entrySet()) {
      // Before a cancelled run began it said nothing; its input stays with the run.
      Row run = books.run(taken.getValue());
      boolean begun = !run.get("started_at").isEmpty();
      findings.same(
          times(said, taken.getKey()),
          begun ? 1L : 0L,
          "how often input %s of a run that %s was said"
              .formatted(taken.getKey(), run.get("status")));
    }
    for (String mark : scene.rejected()) {
      findings.same(times(said, mark), 0L, "how often refused input " + mark + " was taken");
    }
  }

  private static long times(List<String> said, String mark) {
    return said.stream().filter(text -> text.contains(mark)).count();
  }
}
