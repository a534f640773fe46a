package dev.perdure.activities;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.session.Role;
import dev.perdure.core.skill.ToolDescriptor;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What content from outside may make an agent do. Once it was read, a call is looked at twice that
 * can do harm, and one with an address that nobody told the agent: it was made up, and whoever is
 * there learns what was put into it.
 *
 * @param read whether such content is in the agent's context
 * @param transcript all that the agent was told
 */
record Outside(boolean read, List<Message> transcript) {

  private static final Pattern ADDRESS =
      Pattern.compile("https?://[^\\s\"'<>`\\\\]++", Pattern.CASE_INSENSITIVE);

  private static final Pattern PUNCTUATION = Pattern.compile("[.,;:!?)\\]}*]+$");

  /** The agent has read nothing from outside. */
  static final Outside NOT_READ = new Outside(false, List.of());

  Outside {
    transcript = List.copyOf(transcript);
  }

  /** Whether the call may be what somebody outside is after. */
  boolean wary(ToolDescriptor tool, JsonNode arguments) {
    return read && (tool.canHarm() || madeUp(arguments));
  }

  private boolean madeUp(JsonNode value) {
    if (value.isTextual()) {
      return ADDRESS
          .matcher(value.textValue())
          .results()
          .map(MatchResult::group)
          .anyMatch(address -> !told(PUNCTUATION.matcher(address).replaceFirst("")));
    }
    for (JsonNode part : value) {
      if (madeUp(part)) {
        return true;
      }
    }
    return false;
  }

  private boolean told(String address) {
    return transcript.stream()
        .filter(message -> message.role() != Role.ASSISTANT)
        .flatMap(message -> message.content().stream())
        .anyMatch(part -> text(part).contains(address));
  }

  private static String text(ContentPart part) {
    return switch (part) {
      case ContentPart.Text said -> said.text();
      case ContentPart.ToolResult result -> result.content();
      default -> "";
    };
  }
}
