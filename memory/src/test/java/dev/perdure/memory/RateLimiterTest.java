package dev.perdure.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.port.RateLimiter;
import dev.perdure.core.quota.Rate;
import dev.perdure.core.quota.RateBucket;
import dev.perdure.core.quota.RateBucket.Kind;
import dev.perdure.core.quota.RateVerdict;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RateLimiterTest {

  private static RedisServer server;

  private final OrgId org = new OrgId(UUID.randomUUID());
  private final AtomicLong clock = new AtomicLong(System.nanoTime());

  @BeforeAll
  static void start() {
    server = RedisServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void serversTogetherGrantWhatTheBucketHoldsAndNotOneMore() throws Exception {
    List<RateBucket> buckets = List.of(bucket(org, Kind.ORGANIZATION, 1, 100));
    try (RedisGuard one = new RedisGuard(server.patient());
        RedisGuard other = new RedisGuard(server.patient());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // Clocks that stand still: nothing comes back meanwhile but what Redis's own time brings.
      List<RateLimiter> servers =
          List.of(
              new RedisRateLimiter(one, 0.5, clock::get),
              new RedisRateLimiter(other, 0.5, System::nanoTime));
      long began = System.nanoTime();
      List<Callable<RateVerdict>> requests =
          IntStream.range(0, 400)
              .mapToObj(i -> (Callable<RateVerdict>) () -> servers.get(i % 2).take(buckets, 1))
              .toList();
      long granted = 0;
      for (Future<RateVerdict> answer : threads.invokeAll(requests)) {
        granted += answer.get().allowed() ? 1 : 0;
      }
      long refilled = Duration.ofNanos(System.nanoTime() - began).toSeconds() + 1;
      assertThat(granted).isBetween(100L, 100 + refilled);
    }
  }

  @Test
  void oneThatHasNotEnoughLeavesTheOthersAsTheyWere() {
    try (RedisGuard guard = new RedisGuard(server.patient())) {
      RateLimiter limiter = new RedisRateLimiter(guard, 0.5, System::nanoTime);
      RateBucket small = bucket(org, Kind.CREDENTIAL, 1, 2);
      RateBucket large = bucket(org, Kind.ORGANIZATION, 1, 100);
      for (int i = 0; i < 2; i++) {
        assertThat(limiter.take(List.of(small, large), 1).allowed()).isTrue();
      }

      RateVerdict refused = limiter.take(List.of(small, large), 1);

      assertThat(refused.allowed()).isFalse();
      assertThat(refused.retryAfter()).isBetween(Duration.ofNanos(1), Duration.ofSeconds(1));
      assertThat(refused.states().get(0).remaining()).isZero();
      assertThat(refused.states().get(1).remaining()).isBetween(98L, 99L);
    }
  }

  @Test
  void anotherOrganizationIsNotLimitedByThis() {
    try (RedisGuard guard = new RedisGuard(server.patient())) {
      RateLimiter limiter = new RedisRateLimiter(guard, 0.5, System::nanoTime);
      OrgId other = new OrgId(UUID.randomUUID());
      while (limiter.take(List.of(bucket(org, Kind.ORGANIZATION, 1, 5)), 1).allowed()) {
        assertThat(org).isNotEqualTo(other);
      }
      var verdict = limiter.take(List.of(bucket(other, Kind.ORGANIZATION, 1, 5)), 1);
      assertThat(verdict.states().getFirst().remaining()).isEqualTo(4);
    }
  }

  @Test
  void aCostBeyondWhatABucketHoldsTakesAllOfIt() {
    try (RedisGuard guard = new RedisGuard(server.patient())) {
      RateLimiter limiter = new RedisRateLimiter(guard, 0.5, System::nanoTime);
      List<RateBucket> buckets = List.of(bucket(org, Kind.USER, 1, 3));
      assertThat(limiter.take(buckets, 10).allowed()).isTrue();
      assertThat(limiter.take(buckets, 10).allowed()).isFalse();
    }
  }

  @Test
  void aRaisedRateHoldsAtOnceAndGivesNothingBack() {
    try (RedisGuard guard = new RedisGuard(server.patient())) {
      RateLimiter limiter = new RedisRateLimiter(guard, 0.5, System::nanoTime);
      assertThat(limiter.take(List.of(bucket(org, Kind.USER, 1, 1)), 1).allowed()).isTrue();
      assertThat(limiter.take(List.of(bucket(org, Kind.USER, 1, 1)), 1).allowed()).isFalse();
      List<RateBucket> raised = List.of(bucket(org, Kind.USER, 1000, 50));
      Awaitility.await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> limiter.take(raised, 10).allowed());
    }
  }

  @Test
  void clocksOfServersDoNotMatter() {
    try (RedisGuard guard = new RedisGuard(server.patient())) {
      AtomicLong ahead = new AtomicLong(clock.get() + Duration.ofHours(3).toNanos());
      RateLimiter one = new RedisRateLimiter(guard, 0.5, clock::get);
      RateLimiter other = new RedisRateLimiter(guard, 0.5, ahead::get);
      List<RateBucket> buckets = List.of(bucket(org, Kind.ORGANIZATION, 1, 10_000));
      assertThat(one.take(buckets, 10_000).allowed()).isTrue();
      assertThat(other.take(buckets, 5_000).allowed()).isFalse();
      assertThat(one.take(buckets, 5_000).allowed()).isFalse();
    }
  }

  @Test
  void whileRedisIsAwayEachServerGrantsItsShareAndGoesOnWithTheRest() {
    try (RedisServer own = RedisServer.start();
        RedisGuard guard = new RedisGuard(own.patient())) {
      RateLimiter limiter = new RedisRateLimiter(guard, 0.5, clock::get);
      List<RateBucket> buckets = List.of(bucket(org, Kind.ORGANIZATION, 10, 20));
      assertThat(limiter.take(buckets, 1).allowed()).isTrue();

      own.part().kill();
      // Of its 10, one was granted by Redis before.
      assertThat(granted(limiter, buckets)).isEqualTo(9);
      clock.addAndGet(Duration.ofSeconds(1).toNanos());
      assertThat(granted(limiter, buckets)).isEqualTo(5);

      own.part().start();
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> {
            clock.addAndGet(Duration.ofMillis(100).toNanos());
            return limiter.take(buckets, 1).states().getFirst().bucket().rate().burst() == 20;
          });
    }
  }

  @Test
  void anAddressIsCountedByItself() {
    try (RedisGuard guard = new RedisGuard(server.patient())) {
      RateLimiter limiter = new RedisRateLimiter(guard, 0.5, System::nanoTime);
      String name = UUID.randomUUID().toString();
      RateBucket here = new RateBucket(Kind.ADDRESS, null, name, new Rate(1, 1));
      RateBucket there = new RateBucket(Kind.ADDRESS, null, name + "0", new Rate(1, 1));
      assertThat(limiter.take(List.of(here), 1).allowed()).isTrue();
      assertThat(limiter.take(List.of(here), 1).allowed()).isFalse();
      assertThat(limiter.take(List.of(there), 1).allowed()).isTrue();
    }
  }

  private static int granted(RateLimiter limiter, List<RateBucket> buckets) {
    int granted = 0;
    while (granted < 100 && limiter.take(buckets, 1).allowed()) {
      granted++;
    }
    return granted;
  }

  private static RateBucket bucket(OrgId org, Kind kind, int perSecond, int burst) {
    return new RateBucket(kind, org, org.toString(), new Rate(perSecond, burst));
  }
}
