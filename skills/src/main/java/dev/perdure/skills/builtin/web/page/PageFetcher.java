package dev.perdure.skills.builtin.web.page;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.OutboundHead;
import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.net.OutboundLimits;
import dev.perdure.core.net.OutboundRequest;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.skills.internal.RetryAfter;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a page by the guarded client. Redirects are followed here, one by one, for each address
 * has a robots.txt of its own.
 */
final class PageFetcher {

  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final String ACCEPT =
      "text/html,application/xhtml+xml,text/markdown;q=0.9,text/plain;q=0.8,*/*;q=0.5";

  private final Robots robots;
  private final Clock clock;

  PageFetcher(Robots robots, Clock clock) {
    this.robots = robots;
    this.clock = clock;
  }

  /** An answer: a page, or where it is. */
  private record Hop(@Nullable Page page, @Nullable URI next) {}

  Page fetch(OrgId orgId, String url, FetchSettings settings, OutboundHttp http) {
    URI address = address(url);
    for (int hops = 0; hops <= OutboundLimits.MOST_REDIRECTS; hops++) {
      robots.ask(orgId, address, settings, http);
      Hop hop = hop(address, settings, http);
      if (hop.page() != null) {
        return hop.page();
      }
      address = next(address, hop.next());
    }
    throw refused("The page redirects more than " + OutboundLimits.MOST_REDIRECTS + " times.");
  }

  private Hop hop(URI address, FetchSettings settings, OutboundHttp http) {
    OutboundRequest request =
        OutboundRequest.get(address.toString())
            .withHeader("User-Agent", settings.userAgent())
            .withHeader("Accept", ACCEPT)
            .withLimits(settings.limits(settings.maxBytes()));
    return http.send(request, (head, body) -> read(address, head, body, settings.maxBytes()));
  }

  private Hop read(URI address, OutboundHead head, InputStream body, int most) throws IOException {
    int status = head.status();
    if (REDIRECTS.contains(status) && head.header("Location").isPresent()) {
      return new Hop(null, resolved(address, head.header("Location").get()));
    }
    if (status != 200) {
      throw failure(address, head);
    }
    byte[] bytes = body.readNBytes(most);
    boolean cut = bytes.length == most && body.read() >= 0;
    return new Hop(
        new Page(head.url(), head.header("Content-Type").orElse(null), bytes, cut), null);
  }

  private PerdureException failure(URI address, OutboundHead head) {
    int status = head.status();
    String says = address + " answers " + status;
    if (status == 429 || status == 408 || status >= 500) {
      @Nullable Duration wait =
          head.header("Retry-After")
              .flatMap(text -> RetryAfter.read(text, clock.instant()))
              .orElse(null);
      return PerdureException.toolRetryable(
          "page_unavailable", says + ". Try again later.", wait, null);
    }
    return switch (status) {
      case 401, 403 -> refused(says + ": it is not open to us.");
      case 404, 410 -> refused(says + ": there is no such page.");
      default -> refused(says + ", which is no page.");
    };
  }

  private static URI next(URI from, @Nullable URI to) {
    if (to == null) {
      throw refused(from + " redirects to an address that is none.");
    }
    if ("https".equalsIgnoreCase(from.getScheme()) && !"https".equalsIgnoreCase(to.getScheme())) {
      throw refused(from + " redirects from https to " + to + ", which is not followed.");
    }
    if (to.getRawAuthority() == null) {
      throw refused(from + " redirects to " + to + ", which is no page.");
    }
    return to;
  }

  private static @Nullable URI resolved(URI from, String location) {
    try {
      return withoutFragment(from.resolve(new URI(location.strip())));
    } catch (URISyntaxException | IllegalArgumentException e) {
      return null;
    }
  }

  private static URI address(String url) {
    try {
      URI address = withoutFragment(new URI(url.strip()));
      if (address.getRawAuthority() != null && address.getScheme() != null) {
        return address;
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      // told below
    }
    throw refused(
        "\""
            + url
            + "\" is no address of a page. It must begin with https:// or http://, with"
            + " spaces escaped.");
  }

  private static URI withoutFragment(URI address) {
    // What is not ASCII is escaped, as browsers do.
    String text = address.toASCIIString();
    int fragment = text.indexOf('#');
    return URI.create(fragment < 0 ? text : text.substring(0, fragment));
  }

  private static PerdureException refused(String message) {
    return PerdureException.toolFinal("page_unreadable", message, null);
  }
}
