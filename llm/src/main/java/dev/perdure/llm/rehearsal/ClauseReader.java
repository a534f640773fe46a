package dev.perdure.llm.rehearsal;

import dev.perdure.core.model.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one step's words for the tools they ask for. */
final class ClauseReader {
  private static final Pattern TIMES =
      Pattern.compile(
          "(?i)\\b(?:(\\d{1,4}) times|(twice)|(over and over(?: again)?|again and again))\\b");
  private static final Pattern USE =
      Pattern.compile(
          "(?i)\\b(?:use|call)\\s+(?:the\\s+)?([a-z0-9_-]+)(?:\\s+tool)?(?:\\s+with)?\\s*(\u0001\\d+\u0002)?");
  private static final Pattern DATE = Pattern.compile("\\b\\d{4}-\\d{2}-\\d{2}\\b");
  private static final Pattern SUM =
      Pattern.compile("(?<![\\w.])[-(]*\\d[\\d.]*\\s*(?:[-+*/^%]\\s*[-(]*\\d[\\d.]*[)]*\\s*)+");
  private static final Pattern TIME =
      Pattern.compile(
          "(?i)\\b(?:what time|the time|current time|clock|what day|what date|today's date|the date)\\b");
  private static final Pattern RECORD =
      Pattern.compile("(?i)\\b(?:record|note down|write down)\\b:?\\s*(.*)");

  private final Protected whole;
  private final List<ToolSpec> tools;
  private final List<String> missing;
  private final List<Cue> cues = new ArrayList<>();
  private final List<Handover> handovers;
  private final String own;

  /** The same without what tells how often. */
  private final String plain;

  /**
   * A reader of one clause.
   *
   * @param missing takes the names of tools asked for that are not offered
   */
  ClauseReader(Protected whole, List<ToolSpec> tools, String clause, List<String> missing) {
    this.whole = whole;
    this.tools = tools;
    this.missing = missing;
    this.handovers = Handover.in(clause, tools);
    this.own =
        handovers.isEmpty()
            ? clause
            : Handover.withoutJoint(clause.substring(0, handovers.getFirst().start()));
    this.plain = TIMES.matcher(Mishaps.without(own)).replaceAll(" ");
  }

  List<Cue> read() {
    readUses();
    if (cues.isEmpty()) {
      readOwn();
    }
    handovers.forEach(this::add);
    return cues;
  }

  /** What of the clause is for this model itself. */
  String own() {
    return own;
  }

  /** How often it is asked for. */
  int times() {
    Matcher times = TIMES.matcher(Mishaps.without(own));
    if (!times.find()) {
      return 1;
    }
    return times.group(1) != null
        ? Integer.parseInt(times.group(1))
        : times.group(2) != null ? 2 : Integer.MAX_VALUE;
  }

  private void readOwn() {
    if (TIME.matcher(plain).find()) {
      offered("clock", "time").ifPresent(tool -> add(tool, "UTC"));
    }
    Matcher sum = SUM.matcher(DATE.matcher(plain).replaceAll(" "));
    while (sum.find()) {
      String expression = balanced(sum.group());
      offered("calc").ifPresent(tool -> add(tool, expression));
    }
    if (cues.isEmpty()) {
      tools.stream()
          .filter(tool -> mentions(plain, tool.name()))
          .forEach(tool -> add(tool, whole.reveal(plain)));
    }
    Matcher record = RECORD.matcher(plain);
    if (cues.isEmpty() && record.find()) {
      String text = whole.reveal(record.group(1));
      tools.stream()
          .filter(tool -> tool.name().startsWith("record"))
          .findFirst()
          .ifPresent(tool -> add(tool, text.isEmpty() ? whole.reveal(plain) : text));
    }
  }

  private void readUses() {
    Matcher use = USE.matcher(plain);
    while (use.find()) {
      String name = use.group(1);
      String mark = use.group(2);
      Optional<ToolSpec> tool =
          tools.stream().filter(offered -> offered.name().equalsIgnoreCase(name)).findFirst();
      if (tool.isPresent() && mark != null) {
        cues.add(new Cue(tool.get(), whole.reveal(mark)));
      } else if (tool.isEmpty() && mark != null) {
        missing.add(name);
      }
    }
  }

  private void add(Handover handover) {
    String text = whole.reveal(handover.text());
    handover.to().forEach(tool -> add(tool, text.isEmpty() ? whole.reveal(plain) : text));
    handover.unknown().ifPresent(missing::add);
  }

  private Optional<ToolSpec> offered(String... parts) {
    for (String part : parts) {
      for (ToolSpec tool : tools) {
        if (tool.name().contains(part)) {
          return Optional.of(tool);
        }
      }
    }
    return Optional.empty();
  }

  private void add(ToolSpec tool, String text) {
    cues.add(new Cue(tool, Sample.arguments(tool, text)));
  }

  /** Whether a text has a tool's name, with spaces or without. */
  static boolean mentions(String text, String name) {
    String spoken = Pattern.quote(name.toLowerCase(Locale.ROOT).replace('_', ' '));
    String said = text.toLowerCase(Locale.ROOT).replace('_', ' ');
    return Pattern.compile("(?<![\\w-])" + spoken + "(?![\\w-])").matcher(said).find();
  }

  /** Drops brackets that were closed but never opened. */
  private static String balanced(String expression) {
    String text = expression.strip();
    while (text.chars().filter(c -> c == ')').count() > text.chars().filter(c -> c == '(').count()
        && text.endsWith(")")) {
      text = text.substring(0, text.length() - 1);
    }
    return text;
  }
}
