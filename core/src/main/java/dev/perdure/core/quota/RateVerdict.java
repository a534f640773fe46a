package dev.perdure.core.quota;

import java.time.Duration;
import java.util.List;

/**
 * Whether a request may be made.
 *
 * @param states of all buckets, in the order in which they were asked
 * @param retryAfter when all of them have enough again; zero when it may be made
 */
public record RateVerdict(boolean allowed, List<State> states, Duration retryAfter) {

  public RateVerdict {
    states = List.copyOf(states);
  }

  /**
   * What a bucket holds after the request.
   *
   * @param untilFull when it holds all it can, if nothing is asked for
   */
  public record State(RateBucket bucket, long remaining, Duration untilFull) {}
}
