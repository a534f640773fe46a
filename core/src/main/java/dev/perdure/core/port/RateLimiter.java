package dev.perdure.core.port;

import dev.perdure.core.quota.RateBucket;
import dev.perdure.core.quota.RateVerdict;
import java.util.List;

/** Counts requests in token buckets that all servers share. Never fails, never waits for long. */
public interface RateLimiter {

  /**
   * Takes from all buckets, or from none when one has not enough.
   *
   * @param buckets of one organization, or one address
   * @param cost tokens to take from each; a bucket that holds fewer at most gives all of them
   */
  RateVerdict take(List<RateBucket> buckets, int cost);
}
