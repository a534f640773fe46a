package dev.perdure.memory;

import dev.perdure.core.quota.RateBucket;
import dev.perdure.core.quota.RateVerdict;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketState;
import io.github.bucket4j.MathType;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.distributed.remote.RemoteBucketState;
import io.github.bucket4j.distributed.remote.RemoteStat;
import io.github.bucket4j.distributed.serialization.InternalSerializationHelper;
import io.github.bucket4j.distributed.versioning.Versions;
import java.time.Duration;

/** A token bucket at a moment: Bucket4j's arithmetic and its form of what is kept in Redis. */
final class TokenBucket {

  /** Outlives what it counts, so that a clock that is a little off refills nothing. */
  private static final long GRACE_MILLIS = 10_000;

  private final RateBucket bucket;
  private final RemoteBucketState state;
  private final long cost;
  private final long now;

  private TokenBucket(RateBucket bucket, RemoteBucketState state, int cost, long now) {
    this.bucket = bucket;
    this.state = state;
    this.cost = Math.min(cost, bucket.rate().burst());
    this.now = now;
    BucketConfiguration wanted = configuration(bucket);
    if (!state.getConfiguration().equals(wanted)) {
      state.replaceConfiguration(wanted, TokensInheritanceStrategy.AS_IS, now);
    }
    state.refillAllBandwidth(now);
  }

  /**
   * A bucket that is to give something.
   *
   * @param stored what Redis has of it; nothing for one that is full
   * @param now nanoseconds, of a clock that all who share it go by
   */
  static TokenBucket of(RateBucket bucket, byte[] stored, int cost, long now) {
    RemoteBucketState state =
        stored.length == 0
            ? new RemoteBucketState(
                BucketState.createInitialState(
                    configuration(bucket), MathType.INTEGER_64_BITS, now),
                new RemoteStat(0),
                null)
            : InternalSerializationHelper.deserializeState(stored);
    return new TokenBucket(bucket, state, cost, now);
  }

  private static BucketConfiguration configuration(RateBucket bucket) {
    return BucketConfiguration.builder()
        .addLimit(
            Bandwidth.builder()
                .capacity(bucket.rate().burst())
                .refillGreedy(bucket.rate().perSecond(), Duration.ofSeconds(1))
                .build())
        .build();
  }

  /** How long until it has enough; zero when it has. */
  Duration delay() {
    return Duration.ofNanos(state.calculateDelayNanosAfterWillBePossibleToConsume(cost, now, true));
  }

  void take() {
    state.consume(cost);
  }

  /** Takes what there is of it. */
  void takeWhatThereIs() {
    state.consume(Math.clamp(state.getAvailableTokens(), 0, cost));
  }

  RateVerdict.State state() {
    return new RateVerdict.State(bucket, Math.max(0, state.getAvailableTokens()), untilFull());
  }

  byte[] stored() {
    return InternalSerializationHelper.serializeState(state, Versions.getLatest());
  }

  /** How long it differs from one that nobody has asked. */
  long ttlMillis() {
    return untilFull().toMillis() + GRACE_MILLIS;
  }

  private Duration untilFull() {
    return Duration.ofNanos(Math.max(0, state.calculateFullRefillingTime(now)));
  }
}
