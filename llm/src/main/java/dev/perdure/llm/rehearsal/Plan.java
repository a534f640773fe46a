package dev.perdure.llm.rehearsal;

import dev.perdure.core.model.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which tools the user's words ask for: step after step, and several at once within a step.
 *
 * @param steps never empty ones
 * @param missing names of tools asked for by {@code use} that are not offered
 */
record Plan(List<List<Cue>> steps, List<String> missing) {
  private static final Pattern NEXT_STEP =
      Pattern.compile(
          "(?i)[,;.]?\\s*(?:\\band\\s+)?\\b(?:then|after that|afterwards|finally)\\b|;|\\n");
  private static final Pattern USE =
      Pattern.compile(
          "(?i)\\b(?:use|call)\\s+(?:the\\s+)?([a-z0-9_-]+)(?:\\s+tool)?(?:\\s+with)?\\s*(\u0001\\d+\u0002)?");
  private static final Pattern DATE = Pattern.compile("\\b\\d{4}-\\d{2}-\\d{2}\\b");
  private static final Pattern SUM =
      Pattern.compile("(?<![\\w.])[-(]*\\d[\\d.]*\\s*(?:[-+*/^%]\\s*[-(]*\\d[\\d.]*[)]*\\s*)+");
  private static final Pattern TIME =
      Pattern.compile(
          "(?i)\\b(?:what time|the time|current time|clock|what day|what date|today's date|the date)\\b");
  private static final Pattern ASK = Pattern.compile("(?i)\\bask (?:me|the user)\\b:?\\s*(.*)");
  private static final Pattern DELEGATE =
      Pattern.compile(
          "(?i)\\b(?:delegate|hand over)\\b(?:[^:]*:|\\s+to\\s+(?:the\\s+)?[\\w-]+)?\\s*(.*)");
  private static final Pattern RECORD =
      Pattern.compile("(?i)\\b(?:record|note down|write down)\\b:?\\s*(.*)");

  Plan {
    steps = steps.stream().map(List::copyOf).toList();
    missing = List.copyOf(missing);
  }

  static Plan of(String asked, List<ToolSpec> tools) {
    var whole = Protected.of(asked);
    var steps = new ArrayList<List<Cue>>();
    var missing = new ArrayList<String>();
    for (String clause : NEXT_STEP.splitAsStream(whole.text()).toList()) {
      var reader = new Reader(whole, tools, clause, new ArrayList<>(), missing);
      reader.read();
      if (!reader.cues().isEmpty()) {
        steps.add(reader.cues());
      }
    }
    return new Plan(steps, missing);
  }

  /** Reads one step's words. */
  private record Reader(
      Protected whole, List<ToolSpec> tools, String clause, List<Cue> cues, List<String> missing) {

    void read() {
      readUses();
      if (!cues.isEmpty() || readText(DELEGATE, "delegate") || readText(ASK, "ask_user")) {
        return;
      }
      if (TIME.matcher(clause).find()) {
        offered("clock", "time").ifPresent(tool -> add(tool, "UTC"));
      }
      Matcher sum = SUM.matcher(DATE.matcher(clause).replaceAll(" "));
      while (sum.find()) {
        String expression = balanced(sum.group());
        offered("calc").ifPresent(tool -> add(tool, expression));
      }
      if (cues.isEmpty()) {
        tools.stream().filter(this::isNamed).forEach(tool -> add(tool, whole.reveal(clause)));
      }
      if (cues.isEmpty()) {
        readText(RECORD, "record");
      }
    }

    private void readUses() {
      Matcher use = USE.matcher(clause);
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

    /**
     * The tools of a kind, each with the text that follows the cue; those named in it, or else the
     * first.
     */
    private boolean readText(Pattern pattern, String kind) {
      Matcher cue = pattern.matcher(clause);
      List<ToolSpec> kindred = tools.stream().filter(tool -> tool.name().startsWith(kind)).toList();
      if (kindred.isEmpty() || !cue.find()) {
        return false;
      }
      String text = whole.reveal(cue.group(1));
      List<ToolSpec> named = kindred.stream().filter(tool -> isMeant(tool, kind)).toList();
      (named.isEmpty() ? kindred.subList(0, 1) : named)
          .forEach(tool -> add(tool, text.isEmpty() ? whole.reveal(clause) : text));
      return true;
    }

    private boolean isMeant(ToolSpec tool, String kind) {
      String rest = tool.name().substring(kind.length()).replaceFirst("^(_to)?_", "");
      return !rest.isEmpty() && mentions(rest);
    }

    private boolean isNamed(ToolSpec tool) {
      return mentions(tool.name());
    }

    private boolean mentions(String name) {
      String spoken = Pattern.quote(name.toLowerCase(Locale.ROOT).replace('_', ' '));
      String said = clause.toLowerCase(Locale.ROOT).replace('_', ' ');
      return Pattern.compile("(?<![\\w-])" + spoken + "(?![\\w-])").matcher(said).find();
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
      cues.add(new Cue(tool, Arguments.fill(tool, text)));
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
}
