package dev.perdure.e2e.proof;

import dev.perdure.e2e.proof.Books.Row;
import java.util.Set;

/** Every run came to the end its shape has for it, and left nothing open. */
final class EndingAudit {

  static final Set<String> TERMINAL = Set.of("succeeded", "failed", "cancelled", "expired");

  private EndingAudit() {}

  static void of(Scene scene, Books books, Findings findings) {
    for (String session : scene.sessions()) {
      for (Row run : books.runsOf(session)) {
        leavesNothingOpen(scene, run, books, findings);
      }
      books.rootRunsOf(session).forEach(run -> endedAsItShould(scene, run, books, findings));
    }
  }

  private static void endedAsItShould(Scene scene, Row run, Books books, Findings findings) {
    Diary diary = scene.diary();
    String id = run.get("id");
    String status = run.get("status");
    boolean cancelled =
        books.family(id).stream()
                .anyMatch(each ->
                    diary.accepted(each, "cancel") || diary.accepted(each, "recover cancel"))
            || (diary.accepted("input interrupt") || diary.accepted("input rollback"))
            || books.commands(id).stream().anyMatch(command -> command.is("kind", "cancel"));
    boolean first = id.equals(scene.firstRun());
    boolean asPlanned = (first ? scene.plot().endings() : Set.of("succeeded")).contains(status);
    findings.expect(
        asPlanned || (cancelled && status.equals("cancelled")),
        "run %s ended %s with %s; %s",
        id,
        status,
        run.get("error"),
        diary);
  }

  private static void leavesNothingOpen(Scene scene, Row run, Books books, Findings findings) {
    String id = run.get("id");
    boolean waits = scene.plot().endings().contains("waiting");
    if (waits && run.is("status", "waiting")) {
      return;
    }
    findings.expect(
        TERMINAL.contains(run.get("status")), "run %s is left %s", id, run.get("status"));
    for (Row step : books.steps(id)) {
      findings.expect(
          !Set.of("planned", "running", "unknown").contains(step.get("status")),
          "a step is left %s: %s/%s.%s of a run that %s",
          step.get("status"),
          id,
          step.get("number"),
          step.get("call"),
          run.get("status"));
    }
    for (Row interrupt : books.interrupts(id)) {
      findings.expect(!interrupt.is("status", "open"), "left open: %s", interrupt);
    }
    findings.same(run.number("reserved_tokens"), 0L, "reserved tokens of " + id);
    findings.same(run.number("carved_tokens"), 0L, "carved tokens of " + id);
  }
}
