package dev.perdure.llm.rehearsal;

import dev.perdure.core.model.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words that are passed on to sub-agents or to a person.
 *
 * @param start where it begins in its clause
 * @param to the tools that pass it on
 * @param text what is passed on
 * @param unknown the tool of a sub-agent that is named but not offered
 */
record Handover(int start, List<ToolSpec> to, String text, Optional<String> unknown) {
  private static final String TO_SOME =
      "\\s+(?:this\\s+|it\\s+)?to\\s+(?:(?!delegate|hand over)[^:]){1,100}?(?=\\s*:)";
  private static final String TO_ONE =
      "\\s+(?:this\\s+|it\\s+)?to\\s+(?:the\\s+)?[\\w-]+|\\s+(?:this|it)\\b";
  private static final Pattern CUE =
      Pattern.compile(
          "(?i)\\b(?:ask (?:me|the user)\\b|(delegate|hand over)\\b("
              + TO_SOME
              + "|"
              + TO_ONE
              + ")?)"
              + "\\s*:?");
  private static final Pattern NAME = Pattern.compile("(?i)\\bto\\s+(?:the\\s+)?([\\w-]+)");
  private static final Pattern JOINED = Pattern.compile("(?i)[,\\s]*(?:\\band)?\\s*$");
  private static final String DELEGATE = "delegate_to_";
  private static final String ASK = "ask_user";

  Handover {
    to = List.copyOf(to);
  }

  /** Those that a clause holds, in order; none for tools that are not offered at all. */
  static List<Handover> in(String clause, List<ToolSpec> tools) {
    List<ToolSpec> agents = startingWith("delegate", tools);
    List<ToolSpec> persons = startingWith(ASK, tools);
    var found = new ArrayList<Found>();
    Matcher cue = CUE.matcher(clause);
    while (cue.find()) {
      boolean delegates = cue.group(1) != null;
      if (!(delegates ? agents : persons).isEmpty()) {
        String head = cue.group(2) == null ? "" : cue.group(2);
        found.add(new Found(cue.start(), cue.end(), delegates, head));
      }
    }
    var handovers = new ArrayList<Handover>();
    for (int i = 0; i < found.size(); i++) {
      Found at = found.get(i);
      int end = i + 1 < found.size() ? found.get(i + 1).start() : clause.length();
      String text = withoutJoint(clause.substring(at.end(), end));
      handovers.add(at.delegates() ? delegation(at, text, agents) : question(at, text, persons));
    }
    return handovers;
  }

  /** A cue, and what it says of those it is for. */
  private record Found(int start, int end, boolean delegates, String head) {}

  private static Handover question(Found at, String text, List<ToolSpec> persons) {
    return new Handover(at.start(), persons.subList(0, 1), text, Optional.empty());
  }

  /** To all that are named; to the first if nobody is. */
  private static Handover delegation(Found at, String text, List<ToolSpec> agents) {
    List<ToolSpec> named =
        agents.stream().filter(agent -> ClauseReader.mentions(at.head(), nameOf(agent))).toList();
    Matcher other = NAME.matcher(at.head());
    if (named.isEmpty() && other.find()) {
      return new Handover(at.start(), List.of(), text, Optional.of(DELEGATE + other.group(1)));
    }
    return new Handover(
        at.start(), named.isEmpty() ? agents.subList(0, 1) : named, text, Optional.empty());
  }

  /** A part without the "and" that joins it to the next. */
  static String withoutJoint(String part) {
    return JOINED.matcher(part).replaceFirst("");
  }

  private static String nameOf(ToolSpec agent) {
    return agent.name().replaceFirst("^delegate_?(to_)?", "");
  }

  private static List<ToolSpec> startingWith(String kind, List<ToolSpec> tools) {
    return tools.stream().filter(tool -> tool.name().startsWith(kind)).toList();
  }
}
