package dev.perdure.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.port.StreamLeases.Lease;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamLeasesTest {

  private static final Duration SHORT = Duration.ofSeconds(3);

  private final RedisServer redis = RedisServer.start();
  private final RedisGuard guard = new RedisGuard(redis.patient());
  private final RedisGuard otherGuard = new RedisGuard(redis.patient());
  private final RedisStreamLeases one = new RedisStreamLeases(guard, SHORT);
  private final RedisStreamLeases other = new RedisStreamLeases(otherGuard, SHORT);
  private final OrgId org = new OrgId(UUID.randomUUID());

  @AfterEach
  void stop() {
    one.close();
    other.close();
    guard.close();
    otherGuard.close();
    redis.close();
  }

  @Test
  void serversTogetherOpenAsManyAsThereMayBeAndNotOneMore() throws Exception {
    List<Callable<Optional<Lease>>> opening =
        IntStream.range(0, 60)
            .mapToObj(
                i -> (Callable<Optional<Lease>>) () -> (i % 2 == 0 ? one : other).open(org, 20))
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Optional<Lease>>> opened = threads.invokeAll(opening);
      List<Lease> open = opened.stream().map(Future::resultNow).flatMap(Optional::stream).toList();
      assertThat(open).hasSize(20);
      assertThat(one.open(new OrgId(UUID.randomUUID()), 1)).as("of another").isPresent();

      open.getFirst().close();
      open.getFirst().close();
      assertThat(Stream.of(one.open(org, 20), other.open(org, 20)).flatMap(Optional::stream))
          .as("one made room, however often it was closed")
          .hasSize(1);
    }
  }

  @Test
  void whatStaysOpenCountsLongerThanALease() {
    Lease open = one.open(org, 1).orElseThrow();
    Awaitility.await()
        .during(SHORT.multipliedBy(2))
        .atMost(SHORT.multipliedBy(5))
        .until(() -> other.open(org, 1).isEmpty());
    open.close();
    assertThat(other.open(org, 1)).isPresent();
  }

  @Test
  void thoseOfAServerThatDiedAreForgotten() {
    assertThat(one.open(org, 1)).isPresent();
    one.close();
    assertThat(other.open(org, 1)).isEmpty();
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> other.open(org, 1).isPresent());
  }

  @Test
  void aRedisThatWasEmptiedLearnsThemAnew() {
    assertThat(one.open(org, 2)).isPresent();
    assertThat(one.open(org, 2)).isPresent();
    redis.wipe();
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> {
          Optional<Lease> more = other.open(org, 2);
          more.ifPresent(Lease::close);
          return more.isEmpty();
        });
  }

  @Test
  void whileRedisIsAwayEachServerCountsItsOwnAndAllAreCountedAgainThen() {
    Lease first = one.open(org, 1).orElseThrow();
    redis.part().kill();
    assertThat(one.open(org, 1)).isEmpty();
    Lease second = other.open(org, 1).orElseThrow();
    redis.part().start();
    Awaitility.await("both are known")
        .atMost(Duration.ofSeconds(20))
        .until(() -> {
          Optional<Lease> third = one.open(org, 2);
          third.ifPresent(Lease::close);
          return third.isEmpty();
        });
    first.close();
    second.close();
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> one.open(org, 1).isPresent());
  }
}
