package dev.perdure.skills.builtin.web.page;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import crawlercommons.robots.SimpleRobotRules;
import crawlercommons.robots.SimpleRobotRules.RobotRulesMode;
import crawlercommons.robots.SimpleRobotRulesParser;
import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.net.OutboundLimits;
import dev.perdure.core.net.OutboundRequest;
import dev.perdure.core.tenant.OrgId;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Asks a site's robots.txt for leave, as RFC 9309 has it. What it said is kept for a while, for
 * each organization: what one may reach another may not.
 */
final class Robots {

  private static final int MOST_BYTES = 512 * 1024;
  private static final int LONGEST_TARGET = 2_000;
  private static final long MOST_KEPT = 16L * 1024 * 1024;
  private static final int WEIGHT = 1024;
  private static final Duration KEPT = Duration.ofHours(1);
  private static final Duration KEPT_OUT = Duration.ofMinutes(2);
  private static final SimpleRobotRules ALL = new SimpleRobotRules(RobotRulesMode.ALLOW_ALL);
  private static final SimpleRobotRules NONE = new SimpleRobotRules(RobotRulesMode.ALLOW_NONE);

  private final Cache<Site, Answer> answers;

  Robots(Ticker ticker) {
    this.answers =
        Caffeine.newBuilder()
            .ticker(ticker)
            .executor(Runnable::run)
            .maximumWeight(MOST_KEPT)
            .weigher((Site _, Answer answer) -> WEIGHT + answer.bytes())
            .expireAfter(Expiry.creating((Site _, Answer answer) -> answer.kept()))
            .build();
  }

  private record Site(OrgId orgId, String origin, String robot) {}

  private record Answer(SimpleRobotRules rules, int bytes, Duration kept, int status) {}

  /**
   * Throws unless the page may be read.
   *
   * @throws PerdureException with {@code page_not_allowed}
   */
  void ask(OrgId orgId, URI url, FetchSettings settings, OutboundHttp http) {
    String origin = url.getScheme().toLowerCase(Locale.ROOT) + "://" + url.getRawAuthority();
    Site site = new Site(orgId, origin, settings.robot());
    // Not computed inside the cache: a slow site would hold up others.
    @Nullable Answer known = answers.getIfPresent(site);
    Answer answer = known == null ? fetch(origin, settings, http) : known;
    if (known == null) {
      answers.put(site, answer);
    }
    if (answer.rules().isAllowNone() && answer.status() != 200) {
      throw PerdureException.toolFinal(
          "page_not_allowed",
          "%s/robots.txt answers %d, so nothing of this site is read for now. Try another source."
              .formatted(origin, answer.status()),
          null);
    }
    if (!answer.rules().isAllowed(target(url))) {
      throw PerdureException.toolFinal(
          "page_not_allowed",
          "The site's robots.txt does not let \"%s\" read %s. Try another source."
              .formatted(settings.robot(), url),
          null);
    }
  }

  private static String target(URI url) {
    String text = url.toASCIIString();
    return text.substring(0, Math.min(text.length(), LONGEST_TARGET));
  }

  private static Answer fetch(String origin, FetchSettings settings, OutboundHttp http) {
    String address = origin + "/robots.txt";
    OutboundRequest request =
        OutboundRequest.get(address)
            .withHeader("User-Agent", settings.userAgent())
            .withLimits(
                settings.limits(MOST_BYTES).withMaxRedirects(OutboundLimits.MOST_REDIRECTS));
    try {
      return http.send(
          request,
          (head, body) ->
              answer(
                  address,
                  head.status(),
                  settings.robot(),
                  head.status() == 200 ? body.readNBytes(MOST_BYTES) : new byte[0]));
    } catch (PerdureException e) {
      if (e.error() instanceof PerdureError.OutboundFailed failed
          && failed.code().equals("outbound_too_many_redirects")) {
        return new Answer(ALL, 0, KEPT, 404); // as if there were none
      }
      throw e; // nor could the page be read
    }
  }

  private static Answer answer(String address, int status, String robot, byte[] body) {
    if (status == 200) {
      SimpleRobotRules rules =
          new SimpleRobotRulesParser()
              .parseContent(address, body, "text/plain", List.of(robot.toLowerCase(Locale.ROOT)));
      return new Answer(rules, body.length, KEPT, status);
    }
    boolean out = status >= 500 || status == 429;
    return out ? new Answer(NONE, 0, KEPT_OUT, status) : new Answer(ALL, 0, KEPT, status);
  }
}
