package dev.perdure.llm.rehearsal;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.model.ToolSpec;
import dev.perdure.core.session.ContentPart.ToolCall;
import dev.perdure.core.session.ContentPart.ToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Decides a turn from the user's last words.
 *
 * <ul>
 *   <li>what time …, {@code 12*(3+4)}, record …, ask me …, delegate …, or a tool's name: calls that
 *       tool, if it is offered
 *   <li>{@code use NAME {json}}: calls the tool with these arguments
 *   <li>… and …: calls several at once; first …, then …: one step after the other
 *   <li>{@code slow:N} or {@code slow:N@MS}: says N words, each after MS milliseconds
 *   <li>{@code show context}: tells what it was given
 *   <li>{@code fail:retryable}, {@code fail:final}: fails as a provider would
 * </ul>
 *
 * <p>When all is done it says what the tools answered. With no cue it says what it is and what it
 * can show.
 */
final class Script {
  private static final Pattern SLOW = Pattern.compile("(?i)\\bslow:(\\d{1,5})(?:@(\\d{1,5}))?");
  private static final Pattern FAIL = Pattern.compile("(?i)\\bfail:(retryable|final)\\b");
  private static final Pattern CONTEXT = Pattern.compile("(?i)\\bshow (?:your |the )?context\\b");
  private static final String WHO = "I am Perdure's rehearsal model, not a language model";

  private Script() {}

  static Turn next(Conversation conversation) {
    failIfAsked(conversation.asked());
    Plan plan = Plan.of(conversation.asked(), conversation.tools());
    if (conversation.turns() < plan.steps().size()) {
      return callTools(conversation, plan.steps().get(conversation.turns()));
    }
    Matcher slow = SLOW.matcher(conversation.asked());
    if (slow.find()) {
      String pause = slow.group(2);
      return new Turn(
          words(Integer.parseInt(slow.group(1))),
          List.of(),
          pause == null ? null : Duration.ofMillis(Long.parseLong(pause)));
    }
    if (CONTEXT.matcher(conversation.asked()).find()) {
      return Turn.say(context(conversation));
    }
    return Turn.say(
        conversation.results().isEmpty() ? introduction(conversation, plan) : report(conversation));
  }

  private static void failIfAsked(String asked) {
    Matcher fail = FAIL.matcher(asked);
    if (!fail.find()) {
      return;
    }
    String message = "The rehearsal model failed, as it was asked to.";
    throw fail.group(1).equalsIgnoreCase("final")
        ? PerdureException.modelFinal("model_request_invalid", message, null)
        : PerdureException.modelRetryable("model_unavailable", message, null, null);
  }

  private static Turn callTools(Conversation conversation, List<Cue> cues) {
    var step = conversation.request().step();
    String run = step.run().runId().toString();
    String prefix = "call_" + run.substring(run.length() - 12) + "_" + step.number() + "_";
    var calls = new ArrayList<ToolCall>();
    for (Cue cue : cues) {
      calls.add(new ToolCall(prefix + calls.size(), cue.tool().name(), cue.arguments()));
    }
    return new Turn(
        "I will use " + names(cues.stream().map(Cue::tool).toList()) + ".", calls, null);
  }

  private static String report(Conversation conversation) {
    List<ToolResult> results = conversation.results();
    if (results.size() == 1) {
      return sentence(results.getFirst());
    }
    return results.stream()
        .map(result -> "\n- " + sentence(result))
        .collect(Collectors.joining("", "This is what the tools said:", ""));
  }

  private static String sentence(ToolResult result) {
    return result.name() + (result.error() ? " failed: " : ": ") + result.content();
  }

  private static String introduction(Conversation conversation, Plan plan) {
    var text = new StringBuilder(WHO).append(": I understand nothing, I only follow cues. ");
    if (!plan.missing().isEmpty()) {
      text.append("You asked for ")
          .append(String.join(" and ", plan.missing()))
          .append(", but no such tool is offered to me. ");
    }
    if (conversation.tools().isEmpty()) {
      text.append("No tools are offered to me here. ");
    } else {
      text.append("I can use ")
          .append(names(conversation.tools()))
          .append(" when you ask for it. ");
    }
    text.append("Try \"first what time is it, then 12*(3+4)\", or \"slow:50\".");
    if (!conversation.asked().isBlank()) {
      text.append(" You said: ").append(conversation.asked());
    }
    return text.toString();
  }

  private static String context(Conversation conversation) {
    var request = conversation.request();
    return String.format(
        Locale.ROOT,
        "I was given %d messages, %s, and these instructions: %s",
        request.messages().size(),
        request.tools().isEmpty() ? "no tools" : "the tools " + names(request.tools()),
        request.instructions().isEmpty() ? "none" : request.instructions());
  }

  private static String words(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(number -> "word" + number)
        .collect(Collectors.joining(" "));
  }

  private static String names(List<ToolSpec> tools) {
    List<String> names = tools.stream().map(ToolSpec::name).distinct().toList();
    int last = names.size() - 1;
    return last == 0
        ? names.getFirst()
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }
}
