package dev.perdure.skills.sandbox;

import dev.perdure.core.sandbox.SandboxLimits;
import dev.perdure.core.sandbox.SandboxResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a model reads of a program that ran. */
final class ProgramReport {

  private static final int MAX_STDOUT = 16_000;
  private static final int MAX_STDERR = 6_000;
  private static final int MAX_NAMED = 50;

  /** At the beginning. What a line begins with is part of what is said. */
  private static final Pattern BLANK_LINES = Pattern.compile("\\A(?:\\h*\\R)++");

  private ProgramReport() {}

  static String of(
      SandboxResult result, SandboxLimits limits, Harvest harvest, List<String> hidden) {
    List<String> parts = new ArrayList<>();
    parts.add(ending(result, limits));
    addOutput(parts, "stdout", result.stdout(), MAX_STDOUT);
    addOutput(parts, "stderr", result.stderr(), MAX_STDERR);
    addNames(parts, "Saved to the workspace", harvest.saved());
    harvest.lost().forEach((why, paths) -> addNames(parts, "Not saved (" + why + ")", paths));
    addNames(parts, "Not saved", result.leftBehind());
    addNames(parts, "Not seen by the script, for the skill has files in their place", hidden);
    return String.join("\n", parts);
  }

  private static String ending(SandboxResult result, SandboxLimits limits) {
    String how =
        switch (result.ending()) {
          case EXITED -> "Exit code " + result.exitCode();
          case TIMED_OUT ->
              "Ended: it ran longer than %d s".formatted(limits.wallTime().toSeconds());
          case CPU_LIMIT ->
              "Ended: it took more than %d s of processor time"
                  .formatted(limits.cpuTime().toSeconds());
          case OUT_OF_MEMORY ->
              "Ended: it took more than %d MiB of memory".formatted(limits.memoryBytes() >> 20);
          case PROCESS_LIMIT ->
              "Ended: it had more than %d processes and threads".formatted(limits.processes());
          case OUTPUT_LIMIT ->
              "Ended: it said more than %d KiB; write to a file instead"
                  .formatted(limits.outputBytes() >> 10);
          case DISK_LIMIT ->
              "Ended: its files took more than %d MiB".formatted(limits.diskBytes() >> 20);
          case KILLED -> "Ended by something else";
          case STOPPED -> "Stopped";
        };
    return String.format(Locale.ROOT, "%s (%.1f s)", how, result.took().toMillis() / 1000.0);
  }

  private static void addOutput(List<String> parts, String name, String text, int most) {
    if (!text.isBlank()) {
      parts.add("--- " + name);
      parts.add(cut(BLANK_LINES.matcher(text).replaceFirst("").stripTrailing(), most));
    }
  }

  /** The beginning and the end tell most. */
  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int half = most / 2;
    return "%s\n[… %d characters left out: print less, or write to a file …]\n%s"
        .formatted(
            text.substring(0, half),
            text.length() - 2 * half,
            text.substring(text.length() - half));
  }

  private static void addNames(List<String> parts, String title, List<String> names) {
    if (!names.isEmpty()) {
      List<String> some = names.subList(0, Math.min(MAX_NAMED, names.size()));
      String more =
          names.size() > some.size() ? " and %d more".formatted(names.size() - some.size()) : "";
      parts.add("--- %s: %s%s".formatted(title, String.join(", ", some), more));
    }
  }
}
