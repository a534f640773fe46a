package dev.perdure.memory;

import dev.perdure.core.port.RateLimiter;
import dev.perdure.core.quota.RateBucket;
import dev.perdure.core.quota.RateVerdict;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import redis.clients.jedis.RedisClient;

/**
 * Buckets in Redis, by its time. What was last seen of them is remembered: then one round trip
 * compares and changes all buckets of a request, and a request that is refused needs none, for
 * others can only have taken more. Requests of one organization take turns here, so that only
 * servers compete.
 */
final class RedisRateLimiter implements RateLimiter {

  private static final int STRIPES = 64;
  private static final int REMEMBERED = 1_000;
  private static final int ROUNDS = 50;

  private final RedisGuard guard;
  private final LocalRateLimiter local;
  private final RedisTime time;
  private final List<Stripe> stripes = Stream.generate(Stripe::new).limit(STRIPES).toList();

  RedisRateLimiter(RedisGuard guard, double localShare, LongSupplier nanoClock) {
    this.guard = guard;
    this.local = new LocalRateLimiter(localShare, nanoClock);
    this.time = new RedisTime(nanoClock);
  }

  @Override
  public RateVerdict take(List<RateBucket> buckets, int cost) {
    List<String> keys = buckets.stream().map(Keys::rate).toList();
    RateBucket first = buckets.getFirst();
    Object whose = first.orgId() == null ? first.id() : first.orgId();
    Stripe stripe = stripes.get(Math.floorMod(whose.hashCode(), STRIPES));
    return stripe
        .inTurn(() ->
            refused(stripe, keys, buckets, cost)
                .or(() ->
                    guard
                        .call(redis -> ask(redis, stripe, keys, buckets, cost))
                        .flatMap(verdict -> verdict)))
        .orElseGet(() -> local.take(buckets, cost));
  }

  /** Whether what is remembered is enough to refuse; Redis is not asked. */
  private Optional<RateVerdict> refused(
      Stripe stripe, List<String> keys, List<RateBucket> buckets, int cost) {
    if (!time.known() || !stripe.knows(keys)) {
      return Optional.empty();
    }
    TokenBuckets asked = TokenBuckets.ask(buckets, stripe.seen(keys), cost, time.now());
    return asked.allowed() ? Optional.empty() : Optional.of(asked.verdict());
  }

  private Optional<RateVerdict> ask(
      RedisClient redis, Stripe stripe, List<String> keys, List<RateBucket> buckets, int cost) {
    if (!time.known() || !stripe.knows(keys)) {
      look(redis, stripe, keys);
    }
    for (int round = 0; round < ROUNDS; round++) {
      List<byte[]> seen = stripe.seen(keys);
      TokenBuckets asked = TokenBuckets.ask(buckets, seen, cost, time.now());
      if (!asked.allowed()) {
        return Optional.of(asked.verdict());
      }
      RateScript.Answer answer = RateScript.swap(redis, keys, seen, asked);
      time.hear(answer.timeNanos());
      if (answer.swapped()) {
        stripe.see(keys, asked.buckets().stream().map(TokenBucket::stored).toList());
        local.granted(buckets, cost);
        return Optional.of(asked.verdict());
      }
      stripe.see(keys, answer.seen());
    }
    return Optional.empty();
  }

  private void look(RedisClient redis, Stripe stripe, List<String> keys) {
    RateScript.Answer answer = RateScript.look(redis, keys);
    time.hear(answer.timeNanos());
    stripe.see(keys, answer.seen());
  }

  /** What was last seen of some organizations' buckets; one request at a time. */
  private static final class Stripe {

    private static final long PATIENCE_MILLIS = 2_000;

    private final ReentrantLock turn = new ReentrantLock();
    private final BoundedMap<byte[]> seen = new BoundedMap<>(REMEMBERED);

    /** Empty also when others take too long: their Redis hangs. */
    <T> Optional<T> inTurn(java.util.function.Supplier<Optional<T>> work) {
      try {
        if (!turn.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
          return Optional.empty();
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
      try {
        return work.get();
      } finally {
        turn.unlock();
      }
    }

    boolean knows(List<String> keys) {
      return keys.stream().allMatch(seen::containsKey);
    }

    List<byte[]> seen(List<String> keys) {
      return keys.stream().map(key -> seen.getOrDefault(key, new byte[0])).toList();
    }

    void see(List<String> keys, List<byte[]> states) {
      for (int i = 0; i < keys.size(); i++) {
        seen.put(keys.get(i), states.get(i));
      }
    }
  }
}
