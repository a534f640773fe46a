package dev.perdure.memory;

import dev.perdure.core.port.RateLimiter;
import dev.perdure.core.quota.RateBucket;
import dev.perdure.core.quota.RateVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Buckets of this process alone, for as long as Redis is away: each a part of what all servers
 * share, since nobody knows what the others give.
 */
final class LocalRateLimiter implements RateLimiter {

  private static final int MOST = 50_000;
  private static final byte[] FULL = {};

  private final double share;
  private final LongSupplier nanoClock;
  private final BoundedMap<byte[]> states = new BoundedMap<>(MOST);

  LocalRateLimiter(double share, LongSupplier nanoClock) {
    this.share = share;
    this.nanoClock = nanoClock;
  }

  @Override
  public synchronized RateVerdict take(List<RateBucket> buckets, int cost) {
    List<RateBucket> parts = parts(buckets);
    TokenBuckets asked = ask(parts, cost);
    if (asked.allowed()) {
      keep(parts, asked);
    }
    return asked.verdict();
  }

  /**
   * Notes what Redis has granted here, so that its absence grants no second burst to who has just
   * had one.
   */
  synchronized void granted(List<RateBucket> buckets, int cost) {
    List<RateBucket> parts = parts(buckets);
    TokenBuckets asked = ask(parts, cost);
    if (!asked.allowed()) {
      asked.buckets().forEach(TokenBucket::takeWhatThereIs);
    }
    keep(parts, asked);
  }

  private List<RateBucket> parts(List<RateBucket> buckets) {
    return buckets.stream()
        .map(b -> new RateBucket(b.kind(), b.orgId(), b.id(), b.rate().share(share)))
        .toList();
  }

  private TokenBuckets ask(List<RateBucket> parts, int cost) {
    List<byte[]> stored = new ArrayList<>();
    parts.forEach(part -> stored.add(states.getOrDefault(Keys.rate(part), FULL)));
    return TokenBuckets.ask(parts, stored, cost, nanoClock.getAsLong());
  }

  private void keep(List<RateBucket> parts, TokenBuckets asked) {
    for (int i = 0; i < parts.size(); i++) {
      states.put(Keys.rate(parts.get(i)), asked.buckets().get(i).stored());
    }
  }
}
