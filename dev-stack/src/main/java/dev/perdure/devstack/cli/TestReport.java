package dev.perdure.devstack.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Collects from Maven's output what the end of {@code ./perdure test} shows. */
final class TestReport {

  private static final Pattern BUILDING =
      Pattern.compile("^\\[INFO\\] Building Perdure :: (\\S+).*");
  private static final Pattern MODULE =
      Pattern.compile(
          "^\\[INFO\\] Perdure :: (\\S+) \\.+ (\\w+) \\[ *(?:(\\d+):)?([\\d.]+) (s|min|h)\\].*");
  private static final Pattern TOTAL =
      Pattern.compile(
          "^\\[(?:INFO|WARNING|ERROR)\\] +(Tests run: (\\d+), Failures: (\\d+), Errors: (\\d+), Skipped: (\\d+))$");

  /** Seconds that a module's build and tests may take on two cores. */
  private static final Map<String, Integer> BUDGETS =
      Map.ofEntries(
          Map.entry("core", 30),
          Map.entry("store", 90),
          Map.entry("memory", 60),
          Map.entry("llm", 60),
          Map.entry("skills", 300),
          Map.entry("security", 60),
          Map.entry("workflows", 120),
          Map.entry("activities", 120),
          Map.entry("dev-stack", 90),
          Map.entry("api-service", 150),
          Map.entry("testkit", 60),
          Map.entry("e2e", 600),
          Map.entry("web", 240));

  private final Map<String, String> tests = new LinkedHashMap<>();
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private final int[] sums = new int[4];
  private String module = "";

  /** Takes a line of Maven's output. */
  void accept(String line) {
    Matcher building = BUILDING.matcher(line);
    if (building.matches()) {
      module = building.group(1);
    }
    Matcher total = TOTAL.matcher(line);
    if (total.matches()) {
      tests.put(module, total.group(1));
      for (int i = 0; i < sums.length; i++) {
        sums[i] += Integer.parseInt(total.group(i + 2));
      }
    }
    Matcher finished = MODULE.matcher(line);
    if (finished.matches()) {
      seconds.put(finished.group(1), seconds(finished));
    }
  }

  /** Adds a part that Maven does not know. */
  void add(String name, double took, String result) {
    seconds.put(name, took);
    tests.put(name, result);
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(String.format(Locale.ROOT, "%-12s %8s %8s  %s", "module", "seconds", "budget", ""));
    seconds.forEach((name, took) -> lines.add(line(name, took)));
    if (sums[0] > 0) {
      lines.add(sum());
    }
    return lines;
  }

  private String sum() {
    return "Tests run: %d, Failures: %d, Errors: %d, Skipped: %d"
        .formatted(sums[0], sums[1], sums[2], sums[3]);
  }

  private String line(String name, double took) {
    int budget = BUDGETS.getOrDefault(name, 60);
    return String.format(
            Locale.ROOT,
            "%-12s %8.1f %8d  %s%s",
            name,
            took,
            budget,
            tests.getOrDefault(name, ""),
            took > budget ? "  OVER BUDGET" : "")
        .stripTrailing();
  }

  // Maven writes 3.210 s, 01:02 min or 01:02 h.
  private static double seconds(Matcher line) {
    String whole = line.group(3);
    double rest = Double.parseDouble(line.group(4));
    double leading = whole == null ? 0 : Double.parseDouble(whole);
    return switch (line.group(5)) {
      case "min" -> leading * 60 + rest;
      case "h" -> (leading * 60 + rest) * 60;
      default -> rest;
    };
  }
}
