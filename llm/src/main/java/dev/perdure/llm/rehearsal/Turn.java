package dev.perdure.llm.rehearsal;

import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.ContentPart.ToolCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the rehearsal model does in one turn.
 *
 * @param pause between two words, if the cue named one
 * @param reasoning what it tells of its thoughts before; null if nothing
 */
record Turn(
    String text, List<ToolCall> calls, @Nullable Duration pause, @Nullable String reasoning) {

  Turn {
    calls = List.copyOf(calls);
  }

  static Turn say(String text) {
    return new Turn(text, List.of(), null, null);
  }

  Turn thinking(String thoughts) {
    return new Turn(text, calls, pause, thoughts);
  }

  List<ContentPart> content() {
    var content = new ArrayList<ContentPart>();
    content.add(new ContentPart.Text(text));
    content.addAll(calls);
    return content;
  }
}
