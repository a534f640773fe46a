package dev.perdure.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

  private final AtomicLong now = new AtomicLong(-5);
  private final CircuitBreaker breaker = new CircuitBreaker(Duration.ofNanos(10), now::get);

  @Test
  void admitsEveryoneUntilAFailure() {
    assertThat(breaker.admits()).isTrue();
    assertThat(breaker.succeeded()).isFalse();
    assertThat(breaker.admits()).isTrue();
    assertThat(breaker.failed()).isTrue();
    assertThat(breaker.admits()).isFalse();
  }

  @Test
  void admitsOneToTryAfterARest() {
    breaker.failed();
    now.addAndGet(10);
    assertThat(breaker.admits()).isTrue();
    assertThat(breaker.admits()).isFalse();
    assertThat(breaker.failed()).isFalse();
    assertThat(breaker.admits()).isFalse();
  }

  @Test
  void closesWhenTheTrialSucceeds() {
    breaker.failed();
    now.addAndGet(10);
    assertThat(breaker.admits()).isTrue();
    assertThat(breaker.succeeded()).isTrue();
    assertThat(breaker.admits()).isTrue();
    assertThat(breaker.admits()).isTrue();
  }
}
