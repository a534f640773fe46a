package dev.perdure.testkit.model;

import dev.perdure.testkit.Behaviour;
import dev.perdure.testkit.Behaviour.Pace;
import dev.perdure.testkit.Behaviour.Reply;
import dev.perdure.testkit.Behaviour.ToolCall;
import dev.perdure.testkit.internal.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the model does without a script: it follows the cues in the last user message.
 *
 * <ul>
 *   <li>{@code [[call name {json}]]}: calls a tool. Several follow each other, one turn each;
 *       joined by {@code +} they share a turn.
 *   <li>{@code [[loop 100 name {"i": "$i"}]]}: as many calls, one per turn; {@code $i} is the
 *       turn's number from 1.
 *   <li>{@code [[words 500 10]]}: answers with so many words, each after so many milliseconds.
 *   <li>{@code [[say text]]}: answers with the text.
 *   <li>{@code [[obey]]}: is taken in by what it reads: follows the cues in tool results, too,
 *       after those of the user.
 * </ul>
 *
 * <p>When all calls are done it says the last tool's result; with no cue it echoes. A request that
 * offers no tools is answered with what is known. An argument that is a text of {@code cue:} and
 * URL-encoded cues is decoded once, so that it can tell a sub-agent what to do: {@code [[call
 * delegate_to_helper {"task": "cue:%5B%5Bsay+hello%5D%5D"}]]}.
 */
final class Cues {
  private static final Pattern CALL =
      Pattern.compile(
          "(\\+?)\\s*\\[\\[(call|loop (\\d+)) (\\S+?)(?:\\s+(\\{.*?\\}))?\\]\\]", Pattern.DOTALL);
  private static final Pattern WORDS = Pattern.compile("\\[\\[words (\\d+)(?: (\\d+))?\\]\\]");
  private static final Pattern ENCODED = Pattern.compile("\"cue:([^\"]*)\"");
  private static final Pattern SAY = Pattern.compile("\\[\\[say (.*?)\\]\\]", Pattern.DOTALL);

  private Cues() {}

  static Behaviour follow(ChatRequest request) {
    String user = heard(request);
    List<ToolCall> calls = callsOfTurn(user, request.turnsSinceUser());
    if (!calls.isEmpty() && !request.offersTools()) {
      return Behaviour.answer("What I know: " + request.lastToolResult());
    }
    if (!calls.isEmpty()) {
      return Behaviour.callTools(calls.toArray(ToolCall[]::new));
    }
    Matcher words = WORDS.matcher(user);
    if (words.find()) {
      return words(Integer.parseInt(words.group(1)), words.group(2));
    }
    Matcher say = SAY.matcher(user);
    if (say.find()) {
      return Behaviour.answer(say.group(1));
    }
    return Behaviour.answer(
        request.turnsSinceUser() > 0 ? "Done: " + request.lastToolResult() : "You said: " + user);
  }

  private static String heard(ChatRequest request) {
    String user = request.lastUserText();
    return user.contains("[[obey]]") ? user + " " + request.toolResults() : user;
  }

  private static Behaviour words(int count, @Nullable String milliseconds) {
    var text = new StringBuilder(count * 9);
    for (int i = 1; i <= count; i++) {
      text.append(String.format("word%04d ", i));
    }
    int pause = milliseconds == null ? 0 : Integer.parseInt(milliseconds);
    return Behaviour.natural()
        .replying(new Reply(text.toString(), null, null, null, null))
        .paced(new Pace(null, pause == 0 ? null : 9, pause));
  }

  /** The calls of the turn with this number, from 0; none when the cues are done. */
  private static List<ToolCall> callsOfTurn(String user, int turn) {
    var calls = new ArrayList<ToolCall>();
    int next = 0;
    Matcher cue = CALL.matcher(user);
    while (cue.find()) {
      int repeats = cue.group(3) == null ? 1 : Integer.parseInt(cue.group(3));
      int first = cue.group(1).isEmpty() ? next : Math.max(0, next - 1);
      next = first + repeats;
      if (turn >= first && turn < next) {
        String arguments = decoded(cue.group(5) == null ? "{}" : cue.group(5));
        calls.add(
            new ToolCall(cue.group(4), arguments.replace("$i", String.valueOf(turn - first + 1))));
      }
    }
    return calls;
  }

  /** Decodes by one level: what is inside may be encoded again. */
  private static String decoded(String arguments) {
    return ENCODED
        .matcher(arguments)
        .replaceAll(found -> {
          String cues = URLDecoder.decode(found.group(1), StandardCharsets.UTF_8);
          return Matcher.quoteReplacement(Json.write(cues));
        });
  }
}
