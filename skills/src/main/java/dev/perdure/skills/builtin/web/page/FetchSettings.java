package dev.perdure.skills.builtin.web.page;

import dev.perdure.core.net.OutboundLimits;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.skills.internal.Schema;
import dev.perdure.skills.internal.Values;
import java.time.Duration;
import java.util.Map;

/**
 * How an organization has pages read.
 *
 * @param userAgent what servers are told we are
 * @param maxBytes how much of a page is taken, decompressed
 * @param timeout how long one request may take, redirects not included
 * @param maxCharacters how much of a page's text one call answers with
 */
public record FetchSettings(String userAgent, int maxBytes, Duration timeout, int maxCharacters) {

  static final int MOST_CHARACTERS = 20_000;
  static final Duration LONGEST = Duration.ofSeconds(30);

  private static final String USER_AGENT = "Perdure/1 (an agent that reads pages for a person)";
  private static final int USUAL_BYTES = 2 * 1024 * 1024;
  private static final int MOST_BYTES = 8 * 1024 * 1024;

  /** Their JSON Schema. */
  public static final Map<String, Object> SCHEMA =
      Schema.object(
          Map.of(
              "user_agent",
              Schema.text(
                  "What servers are told we are. robots.txt is asked about its first word.",
                  "^[A-Za-z][A-Za-z_-]*(/[!-~]+)?( [ -~]+)?$",
                  200),
              "max_bytes",
              Schema.integer("How much of a page is taken.", 16 * 1024, MOST_BYTES),
              "timeout_seconds",
              Schema.integer("How long a server may take.", 1, LONGEST.toSeconds()),
              "max_characters",
              Schema.integer("How much of a page one call answers with.", 1_000, MOST_CHARACTERS)));

  static FetchSettings of(SkillContext context) {
    Values set = new Values(context.settings()).inside("fetch");
    return new FetchSettings(
        set.text("user_agent", USER_AGENT),
        set.integer("max_bytes", USUAL_BYTES),
        Duration.ofSeconds(set.number("timeout_seconds", 20)),
        set.integer("max_characters", MOST_CHARACTERS));
  }

  /** The name that robots.txt knows us by. */
  String robot() {
    return userAgent.split("[/ ]", 2)[0];
  }

  /** One request, which never follows a redirect by itself: robots.txt is asked about each. */
  OutboundLimits limits(int bytes) {
    return OutboundLimits.DEFAULT
        .withDeadline(timeout)
        .withMaxBytes(bytes + 1L)
        .withMaxRedirects(0);
  }
}
