package dev.perdure.memory;

import dev.perdure.core.quota.RateBucket;
import dev.perdure.core.quota.RateVerdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Buckets of one request, at one moment: all give, or none. */
record TokenBuckets(List<TokenBucket> buckets, Duration delay) {

  /**
   * Asks all of them, and takes when all have enough.
   *
   * @param stored what is kept of each, in the same order
   */
  static TokenBuckets ask(List<RateBucket> asked, List<byte[]> stored, int cost, long now) {
    List<TokenBucket> buckets = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      buckets.add(TokenBucket.of(asked.get(i), stored.get(i), cost, now));
    }
    Duration delay =
        buckets.stream().map(TokenBucket::delay).max(Comparator.naturalOrder()).orElseThrow();
    if (delay.isZero()) {
      buckets.forEach(TokenBucket::take);
    }
    return new TokenBuckets(buckets, delay);
  }

  boolean allowed() {
    return delay.isZero();
  }

  RateVerdict verdict() {
    return new RateVerdict(allowed(), buckets.stream().map(TokenBucket::state).toList(), delay);
  }
}
