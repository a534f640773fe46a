package dev.perdure.core.net;

import java.time.Duration;

/**
 * What one request may take, redirects included.
 *
 * @param deadline from the look-up of the name to the last byte of the body
 * @param maxBytes of the body, decompressed
 * @param maxRedirects 0 to 3; with 0 a redirect is an answer like any other
 */
public record OutboundLimits(Duration deadline, long maxBytes, int maxRedirects) {

  /** Nobody may follow more redirects. */
  public static final int MOST_REDIRECTS = 3;

  /** 30 seconds, 10 MiB, 3 redirects. */
  public static final OutboundLimits DEFAULT =
      new OutboundLimits(Duration.ofSeconds(30), 10L * 1024 * 1024, MOST_REDIRECTS);

  public OutboundLimits {
    if (!deadline.isPositive() || maxBytes < 0) {
      throw new IllegalArgumentException("a deadline must be positive, a size not negative");
    }
    if (maxRedirects < 0 || maxRedirects > MOST_REDIRECTS) {
      throw new IllegalArgumentException("redirects: 0 to " + MOST_REDIRECTS);
    }
  }

  public OutboundLimits withDeadline(Duration deadline) {
    return new OutboundLimits(deadline, maxBytes, maxRedirects);
  }

  public OutboundLimits withMaxBytes(long maxBytes) {
    return new OutboundLimits(deadline, maxBytes, maxRedirects);
  }

  public OutboundLimits withMaxRedirects(int maxRedirects) {
    return new OutboundLimits(deadline, maxBytes, maxRedirects);
  }
}
