package dev.perdure.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perdure.core.event.Delta;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.step.StepKind;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Redis is killed or hangs while somebody writes and somebody listens. */
class RedisLiveFaultTest {

  private final RedisServer server = RedisServer.start();
  private final RedisMemory worker = RedisMemory.open(RedisOptions.of(server.uri()));
  private final RedisMemory api = RedisMemory.open(RedisOptions.of(server.uri()));
  private final RunRef run = Samples.run();
  private final UUID message = UUID.randomUUID();
  private final Heard heard = new Heard();

  @AfterEach
  void close() {
    worker.close();
    api.close();
    server.close();
  }

  private LoggedEvent step(long pos) {
    return Samples.event(run, pos, new RunEvent.StepStarted(StepKind.THINK));
  }

  private void delta(int offset, String text) {
    worker
        .publisher()
        .delta(run, new Delta(run.runId(), run.runId() + "/1", message, 1, offset, text));
  }

  private void listen() {
    api.subscriber().subscribe(run.orgId(), run.sessionId(), heard);
    await().until(() -> heard.gaps.get() > 0);
  }

  private void publishUntilHeard(long pos) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> {
          worker.publisher().events(List.of(step(pos)));
          assertThat(heard.positions()).contains(pos);
        });
  }

  @Test
  void tellsOfTheLossAndOfTheReturnOfAKilledRedis() {
    listen();
    publishUntilHeard(1);
    int before = heard.gaps.get();
    server.part().kill();
    await().until(() -> heard.gaps.get() > before);
    int lost = heard.gaps.get();
    server.part().start();
    await().until(() -> heard.gaps.get() > lost);
    publishUntilHeard(2);
  }

  @Test
  void textGoesOnWholeAfterAKill() {
    listen();
    delta(0, "before ");
    await().untilAsserted(() -> assertThat(heard.text()).isEqualTo("before "));
    int before = heard.gaps.get();
    server.part().kill();
    delta(7, "while away ");
    server.part().start();
    await().until(() -> heard.gaps.get() >= before + 2);
    String[] text = {"before while away "};
    await()
        .untilAsserted(() -> {
          delta(text[0].length(), ".");
          text[0] += ".";
          assertThat(openText()).startsWith("before while away .");
        });
    await().untilAsserted(() -> assertThat(openText()).isEqualTo(text[0]));
    await().untilAsserted(() -> assertThat(heard.text()).isEqualTo(text[0]));
  }

  private String openText() {
    return api.subscriber().openText(run.orgId(), run.sessionId(), message);
  }

  @Test
  void aHangHoldsNobodyUpAndIsToldAsAGap() {
    listen();
    publishUntilHeard(1);
    int before = heard.gaps.get();
    server.part().suspend();
    try {
      // One time-out for each of them would be more than an hour.
      long start = System.nanoTime();
      for (int i = 0; i < 20_000; i++) {
        worker.publisher().events(List.of(step(2)));
        delta(i, "x");
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      await().atMost(Duration.ofSeconds(10)).until(() -> heard.gaps.get() > before);
    } finally {
      server.part().resume();
    }
    publishUntilHeard(3);
    await()
        .untilAsserted(() -> {
          delta(20_000, "!");
          assertThat(openText()).isEqualTo("x".repeat(20_000) + "!");
        });
  }

  @Test
  void listeningCanBeginWhileRedisIsAway() {
    server.part().kill();
    long start = System.nanoTime();
    api.subscriber().subscribe(run.orgId(), run.sessionId(), heard);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(openText()).isEmpty();
    server.part().start();
    await().until(() -> heard.gaps.get() > 0);
    publishUntilHeard(1);
  }

  @Test
  void closingDoesNotWaitForAHungRedis() {
    server.part().suspend();
    try {
      worker.publisher().events(List.of(step(1)));
      long start = System.nanoTime();
      worker.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    } finally {
      server.part().resume();
    }
  }
}
