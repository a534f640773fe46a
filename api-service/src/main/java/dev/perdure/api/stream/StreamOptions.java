package dev.perdure.api.stream;

import java.time.Duration;

/**
 * How streams are served.
 *
 * @param heartbeat how often a comment is sent and the log is compared with what was sent
 * @param queue the most live items that wait for one client; one who falls further behind reads the
 *     log
 * @param page how many events are read from the log at once
 * @param retry how long a client is told to wait before it connects again
 */
public record StreamOptions(Duration heartbeat, int queue, int page, Duration retry) {

  public StreamOptions {
    if (!heartbeat.isPositive() || queue < 1 || page < 1 || retry.isNegative()) {
      throw new IllegalArgumentException("stream options must be positive");
    }
  }

  /** Ten seconds, 256 items, 200 events, two seconds. */
  public static StreamOptions defaults() {
    return new StreamOptions(Duration.ofSeconds(10), 256, 200, Duration.ofSeconds(2));
  }

  /** The same with another heartbeat. */
  public StreamOptions withHeartbeat(Duration heartbeat) {
    return new StreamOptions(heartbeat, queue, page, retry);
  }

  /** The same with another queue length and page size. */
  public StreamOptions withSizes(int queue, int page) {
    return new StreamOptions(heartbeat, queue, page, retry);
  }
}
