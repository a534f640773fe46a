package dev.perdure.e2e.proof;

import dev.perdure.e2e.Operator;
import dev.perdure.e2e.harness.PerdureStack;
import dev.perdure.e2e.proof.Books.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares all accounts of all runs when all is over. */
final class Audit {

  private static final int REPLAYED_OF_A_HUNDRED = 30;

  private final Books books;
  private final List<String> faults = new ArrayList<>();
  private final List<Row> runs;
  private int executions;
  private int replayed;

  Audit(PerdureStack stack, Cast cast, List<Scene> scenes, long seed) {
    this.books = new Books(stack);
    this.runs = books.allRuns();
    for (Scene scene : scenes) {
      Findings findings = new Findings(scene);
      EndingAudit.of(scene, books, findings);
      new EffectAudit(scene, books, findings).check();
      TranscriptAudit.of(scene, books, findings);
      new StreamAudit(scene, books, findings).check();
      UsageAudit.of(scene, books, stack, findings);
      faults.addAll(findings.all());
    }
    Findings tenants = new Findings("organizations");
    TenantAudit.of(cast, books, scenes, tenants);
    faults.addAll(tenants.all());
    histories(stack, seed);
  }

  private void histories(PerdureStack stack, long seed) {
    Random random = new Random(seed);
    Findings findings = new Findings("histories");
    try (Operator operator = new Operator(stack.ground().temporalAddress())) {
      HistoryAudit audit = new HistoryAudit(operator, findings);
      runs.forEach(run -> audit.of(run, random.nextInt(100) < REPLAYED_OF_A_HUNDRED));
      executions = audit.executions();
      replayed = audit.replayed();
    }
    faults.addAll(findings.all());
  }

  /** What is wrong; empty when everything agrees. */
  List<String> faults() {
    return List.copyOf(faults);
  }

  /** How much was compared. */
  String summary() {
    long children = runs.stream().filter(run -> !run.is("parent_run_id", "")).count();
    return """
    %d runs (%d of sub-agents) %s, effects %s, undo %s, interrupts %s, \
    %d executions, %d replayed\
    """
        .formatted(
            runs.size(),
            children,
            counts(runs, "status"),
            counts(ofAll(books::effects), "status"),
            counts(ofAll(books::effects), "undo"),
            counts(ofAll(books::interrupts), "code"),
            executions,
            replayed);
  }

  private List<Row> ofAll(Function<String, List<Row>> table) {
    return runs.stream().flatMap(run -> table.apply(run.get("id")).stream()).toList();
  }

  private static Map<String, Long> counts(List<Row> rows, String column) {
    return rows.stream()
        .filter(row -> !row.is(column, ""))
        .collect(
            Collectors.groupingBy(row -> row.get(column), TreeMap::new, Collectors.counting()));
  }
}
