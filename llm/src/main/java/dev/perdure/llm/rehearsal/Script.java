package dev.perdure.llm.rehearsal;

import dev.perdure.core.session.ContentPart.ToolCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Decides a turn from the user's last words.
 *
 * <ul>
 *   <li>what time …, {@code 12*(3+4)}, record …, or a tool's name: calls that tool, if it is
 *       offered
 *   <li>{@code use NAME {json}}: calls the tool with these arguments
 *   <li>delegate to NAME: …, ask me: …: passes the words on
 *   <li>… and …: calls several at once; first …, then …: one step after the other; … 3 times, …
 *       over and over: a step again
 *   <li>{@code slow:N} or {@code slow:N@MS}: says N words, each after MS milliseconds
 *   <li>think aloud: tells its thoughts first
 *   <li>{@code show context}: tells what it was given
 *   <li>{@code answer {json}}, {@code wrong json}: what it answers with
 *   <li>{@code fail:retryable}, {@code fail:final}, model fails …: fails as a provider would
 * </ul>
 *
 * <p>When all is done, or no tools are offered any more, it says what the tools answered. With no
 * cue it says what it is and what it can show. If an answer by a schema is asked for, its answer is
 * JSON that fits.
 */
final class Script {
  private static final Pattern SLOW = Pattern.compile("(?i)\\bslow:(\\d{1,5})(?:@(\\d{1,5}))?");
  private static final Pattern THINK =
      Pattern.compile("(?i)\\b(?:think (?:aloud|hard|first|it over|about)|reason aloud)\\b");
  private static final Pattern CONTEXT = Pattern.compile("(?i)\\bshow (?:your |the )?context\\b");
  private static final Pattern ANSWER =
      Pattern.compile("(?i)\\banswer(?: with)?:?\\s*(\u0001\\d+\u0002)");
  private static final Pattern WRONG = Pattern.compile("(?i)\\bwrong json\\b");
  private static final Pattern ALWAYS_WRONG = Pattern.compile("(?i)\\balways wrong json\\b");
  private static final String HALF_AN_OBJECT = "{\"wrong\": ";

  private final Memory memory = new Memory();
  private final Mishaps mishaps = new Mishaps(memory);

  Turn next(Conversation conversation) {
    Plan plan = Plan.of(conversation.asked(), conversation.tools());
    mishaps.failIfAsked(conversation, plan.own());
    List<Cue> cues = plan.at(conversation.turns());
    Turn turn = cues.isEmpty() ? answer(conversation, plan) : callTools(conversation, cues);
    return THINK.matcher(plan.own()).find() ? turn.thinking(thoughts(conversation, cues)) : turn;
  }

  private Turn answer(Conversation conversation, Plan plan) {
    Map<String, Object> schema = conversation.request().responseSchema();
    Matcher answer = ANSWER.matcher(plan.own());
    Matcher wrong = WRONG.matcher(plan.own());
    if (conversation.everAsked(ALWAYS_WRONG)
        || (wrong.find() && memory.count(conversation, wrong.group()) == 1)) {
      return Turn.say(HALF_AN_OBJECT);
    }
    if (answer.find()) {
      return Turn.say(Protected.of(conversation.asked()).reveal(answer.group(1)));
    }
    Turn turn = inWords(conversation, plan);
    return schema == null ? turn : Turn.say(Sample.of(schema, turn.text()));
  }

  private static Turn inWords(Conversation conversation, Plan plan) {
    Matcher slow = SLOW.matcher(plan.own());
    if (slow.find()) {
      String pause = slow.group(2);
      return new Turn(
          words(Integer.parseInt(slow.group(1))),
          List.of(),
          pause == null ? null : Duration.ofMillis(Long.parseLong(pause)),
          null);
    }
    return Turn.say(
        CONTEXT.matcher(plan.own()).find()
            ? Sayings.context(conversation)
            : conversation.results().isEmpty()
                ? Sayings.introduction(conversation, plan)
                : Sayings.report(conversation));
  }

  private static Turn callTools(Conversation conversation, List<Cue> cues) {
    var step = conversation.request().step();
    String run = step.run().runId().toString();
    String prefix = "call_" + run.substring(run.length() - 12) + "_" + step.number() + "_";
    var calls = new ArrayList<ToolCall>();
    for (Cue cue : cues) {
      calls.add(new ToolCall(prefix + calls.size(), cue.tool().name(), cue.arguments()));
    }
    String text = "I will use " + Sayings.names(cues.stream().map(Cue::tool).toList()) + ".";
    return new Turn(text, calls, null, null);
  }

  private static String thoughts(Conversation conversation, List<Cue> cues) {
    String found =
        cues.isEmpty()
            ? "None is left to follow, so I answer."
            : "They ask for " + Sayings.names(cues.stream().map(Cue::tool).toList()) + ".";
    return "I look for cues in the words of the user: " + conversation.asked() + "\n" + found;
  }

  private static String words(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(number -> "word" + number)
        .collect(Collectors.joining(" "));
  }
}
