package dev.perdure.llm.rehearsal;

import dev.perdure.core.model.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which tools the user's words ask for: step after step, several at once within a step, and a step
 * several times.
 *
 * @param steps never empty ones
 * @param missing names of tools asked for that are not offered
 * @param own the words that are for this model, and not for a sub-agent or a person; without quotes
 */
record Plan(List<Step> steps, List<String> missing, String own) {
  private static final Pattern NEXT_STEP =
      Pattern.compile(
          "(?i)[,;.]?\\s*(?:\\band\\s+)?\\b(?:then|after that|afterwards|finally)\\b|;|\\n");

  Plan {
    steps = List.copyOf(steps);
    missing = List.copyOf(missing);
  }

  /**
   * What is done at once.
   *
   * @param times how often, one turn after the other
   */
  record Step(List<Cue> cues, int times) {
    Step {
      cues = List.copyOf(cues);
    }
  }

  static Plan of(String asked, List<ToolSpec> tools) {
    var whole = Protected.of(asked);
    var steps = new ArrayList<Step>();
    var missing = new ArrayList<String>();
    var own = new StringBuilder();
    for (String clause : NEXT_STEP.splitAsStream(whole.text()).toList()) {
      var reader = new ClauseReader(whole, tools, clause, missing);
      List<Cue> cues = reader.read();
      own.append(reader.own()).append('\n');
      if (!cues.isEmpty()) {
        steps.add(new Step(cues, Math.max(1, reader.times())));
      }
    }
    return new Plan(steps, missing, own.toString());
  }

  /** What to do when tools were called so often already; empty when all is done. */
  List<Cue> at(int turn) {
    int left = turn;
    for (Step step : steps) {
      if (left < step.times()) {
        int number = left + 1;
        return step.cues().stream().map(cue -> cue.time(number)).toList();
      }
      left -= step.times();
    }
    return List.of();
  }
}
