package dev.perdure.e2e.proof;

import dev.perdure.e2e.proof.Books.Row;
import dev.perdure.e2e.proof.Plot.Encore;
import dev.perdure.testkit.EffectRecorder.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Each effect was made once, by the count of the recorder, and the ledger tells the truth. */
final class EffectAudit {

  private static final String EDITED = "-edited";

  private final Scene scene;
  private final Books books;
  private final Findings findings;

  EffectAudit(Scene scene, Books books, Findings findings) {
    this.scene = scene;
    this.books = books;
    this.findings = findings;
  }

  void check() {
    for (String session : scene.sessions()) {
      for (Row run : books.runsOf(session)) {
        ledgerIsTrue(run);
        everyEffectIsInTheLedger(run);
      }
      books.rootRunsOf(session).stream()
          .filter(run -> run.is("status", "cancelled") && run.is("cancel_mode", "rollback"))
          .forEach(this::rolledBack);
    }
    notesWereMadeOnce();
  }

  private List<Effect> made(String runId, String key) {
    return books.recorded(runId).stream()
        .filter(effect -> effect.key().equals(key) && effect.payload().has("note"))
        .toList();
  }

  private void ledgerIsTrue(Row run) {
    for (Row entry : books.effects(run.get("id"))) {
      int made = made(run.get("id"), entry.get("effect_key")).size();
      boolean once = entry.is("effect", "once");
      boolean agrees =
          switch (entry.get("status")) {
            case "committed", "late_committed" -> once ? made == 1 : made >= 1;
            case "not_done" -> !once || made == 0;
            case "unknown", "confirmed", "skipped" -> !once || made <= 1;
            default -> false;
          };
      boolean stillUnderWay =
          entry.is("status", "intended") && !EndingAudit.TERMINAL.contains(run.get("status"));
      findings.expect(
          agrees || stillUnderWay,
          "%s was made %d times and is %s (run %s)",
          entry.get("effect_key"),
          made,
          entry.get("status"),
          run.get("status"));
    }
  }

  private void everyEffectIsInTheLedger(Row run) {
    Set<String> known =
        books.effects(run.get("id")).stream()
            .map(entry -> entry.get("effect_key"))
            .collect(Collectors.toSet());
    for (Effect effect : books.recorded(run.get("id"))) {
      findings.expect(
          known.contains(effect.key()), "an effect that the ledger lacks: %s", effect.key());
    }
  }

  private void rolledBack(Row root) {
    for (String runId : books.family(root.get("id"))) {
      for (Row entry : books.effects(runId)) {
        String undo = entry.get("undo");
        boolean happened =
            Set.of("committed", "late_committed", "confirmed", "unknown")
                .contains(entry.get("status"));
        findings.expect(
            !happened || !undo.isEmpty(), "left without undo or reason: %s", entry.values());
        findings.expect(
            undo.isEmpty() || undo.equals("undone") || !entry.get("undo_message").isEmpty(),
            "not undone, without a reason: %s",
            entry.values());
        boolean undone =
            books.recorded(runId).stream()
                .anyMatch(effect ->
                    effect.key().equals(entry.get("effect_key")) && effect.payload().has("undo"));
        findings.same(undone, undo.equals("undone"), "undo of " + entry.get("effect_key"));
      }
    }
  }

  /** By the text of the note: whatever keys it was made under. */
  private void notesWereMadeOnce() {
    Map<String, Set<String>> keys = new TreeMap<>();
    Map<String, Integer> counts = new TreeMap<>();
    for (String session : scene.sessions()) {
      for (Row run : books.runsOf(session)) {
        for (Effect effect : books.recorded(run.get("id"))) {
          if (effect.payload().has("note")) {
            String note = effect.payload().path("note").asText().replace(EDITED, "");
            keys.computeIfAbsent(note, key -> new TreeSet<>()).add(effect.key());
            counts.merge(note, 1, Integer::sum);
          }
        }
      }
    }
    for (Note note : scene.plot().notes()) {
      once(note, keys.getOrDefault(note.text(), Set.of()), counts.getOrDefault(note.text(), 0));
    }
  }

  private void once(Note note, Set<String> keys, int count) {
    List<String> allowed = new ArrayList<>(keys);
    if (scene.plot().encore() == Encore.FORK) {
      // Steps from the fork on are taken again; those before it are not.
      allowed.removeIf(key ->
          Books.runOf(key).equals(scene.firstRun())
              && Scene.stepNumber(key.replaceFirst("^[^:]*:", "")) >= scene.forkedAt());
    }
    findings.expect(allowed.size() <= 1, "%s was made under several keys: %s", note, keys);
    boolean repeatable = note.kind() == Note.Kind.RECORD_EFFECT;
    findings.expect(
        repeatable || count == keys.size(), "%s was made %d times: %s", note, count, keys);
    boolean skipped = scene.diary().accepted("recover skip_step");
    boolean childFailed =
        scene.sessions().stream()
            .flatMap(session -> books.runsOf(session).stream())
            .anyMatch(run -> !run.is("status", "succeeded"));
    findings.expect(
        !scene.plot().whole() || skipped || childFailed || !keys.isEmpty(),
        "%s was never made; %s; %s",
        note,
        calls(note),
        scene.diary());
  }

  /** What became of the calls that were to make it. */
  private List<String> calls(Note note) {
    return scene.sessions().stream()
        .flatMap(session -> books.runsOf(session).stream())
        .flatMap(run -> books.steps(run.get("id")).stream())
        .filter(step -> step.get("arguments").contains(note.text() + "\""))
        .map(step -> step.values() + " " + books.effects(step.get("run_id")))
        .toList();
  }
}
