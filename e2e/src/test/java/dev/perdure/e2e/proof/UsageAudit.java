package dev.perdure.e2e.proof;

import dev.perdure.e2e.harness.PerdureStack;
import dev.perdure.e2e.proof.Books.Row;
import java.util.List;

/** What was counted is what the model server answered, but for calls whose worker was lost. */
final class UsageAudit {

  private UsageAudit() {}

  static void of(Scene scene, Books books, PerdureStack stack, Findings findings) {
    List<Row> runs =
        scene.sessions().stream().flatMap(session -> books.runsOf(session).stream()).toList();
    long rows = runs.stream().mapToLong(run -> booked(books, run)).sum();
    long answered =
        stack.models().reportOf(scene.plot().mark()).requests().stream()
            .filter(request -> request.outcome().equals("answered"))
            .count();
    long lost = runs.stream().mapToLong(run -> lost(books, run)).sum();
    findings.expect(
        rows <= answered && answered <= rows + lost,
        "the model answered %d times, %d are booked, %d attempts were lost",
        answered,
        rows,
        lost);
    runs.forEach(run -> sums(books, run, findings));
  }

  private static long booked(Books books, Row run) {
    return books.usage(run.get("id")).stream().filter(row -> !row.is("provider", "person")).count();
  }

  /** Attempts to think that did not become a thought. */
  private static long lost(Books books, Row run) {
    return books.steps(run.get("id")).stream()
        .filter(step -> step.is("kind", "THINK"))
        .mapToLong(step -> step.number("fence") - (step.is("status", "succeeded") ? 1 : 0))
        .sum();
  }

  private static void sums(Books books, Row run, Findings findings) {
    String id = run.get("id");
    for (String column : List.of("input_tokens", "output_tokens")) {
      findings.same(
          run.number(column),
          books.usage(id).stream().mapToLong(row -> row.number(column)).sum(),
          column + " of run " + id);
    }
    if (EndingAudit.TERMINAL.contains(run.get("status"))) {
      long family =
          books.family(id).stream()
              .flatMap(member -> books.usage(member).stream())
              .mapToLong(row -> row.number("input_tokens") + row.number("output_tokens"))
              .sum();
      findings.same(run.number("spent_tokens"), family, "tokens spent by run " + id);
    }
  }
}
