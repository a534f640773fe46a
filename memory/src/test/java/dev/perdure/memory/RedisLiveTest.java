package dev.perdure.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.perdure.core.event.Delta;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.port.LivePublisher;
import dev.perdure.core.port.LiveSubscriber;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.step.StepKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

class RedisLiveTest {

  private static final RedisServer SERVER = RedisServer.start();

  private final RedisMemory worker = SERVER.memory();
  private final RedisMemory api = SERVER.memory();
  private final LivePublisher publisher = worker.publisher();
  private final LiveSubscriber subscriber = api.subscriber();
  private final RunRef run = Samples.run();
  private final UUID message = UUID.randomUUID();
  private final Heard heard = new Heard();

  @AfterAll
  static void endRedis() {
    SERVER.close();
  }

  @AfterEach
  void close() {
    worker.close();
    api.close();
  }

  private LiveSubscriber.Subscription listen() {
    LiveSubscriber.Subscription made = subscriber.subscribe(run.orgId(), run.sessionId(), heard);
    await().until(() -> heard.gaps.get() > 0);
    return made;
  }

  private Delta delta(int offset, String text) {
    return new Delta(run.runId(), run.runId() + "/1", message, 1, offset, text);
  }

  private String openText() {
    return subscriber.openText(run.orgId(), run.sessionId(), message);
  }

  private LoggedEvent step(long pos) {
    return Samples.event(run, pos, new RunEvent.StepStarted(StepKind.THINK));
  }

  @Test
  void carriesEventsOfAllKindsUnchanged() {
    listen();
    List<LoggedEvent> events =
        List.of(
            Samples.event(run, 1, new RunEvent.RunStarted(run.sessionId(), run.runId(), "1.0")),
            Samples.event(run, 2, new RunEvent.TextMessageStart(message, "assistant")),
            Samples.event(run, 3, new RunEvent.TextMessageEnd(message, "Grüße 🌍")),
            Samples.event(run, 4, RunEvent.ToolCallResult.of(message, "c", "x", false)),
            Samples.event(run, 5, new RunEvent.Custom("perdure.usage", Map.of("input", 3))),
            Samples.event(
                run,
                6,
                new RunEvent.RunFinished(
                    run.sessionId(), run.runId(), RunEvent.Outcome.SUCCESS, null)));
    publisher.events(events);
    await().untilAsserted(() -> assertThat(heard.all).isEqualTo(events));
  }

  @Test
  void keepsTheOrderOfEventsAndText() {
    listen();
    publisher.events(List.of(step(1)));
    int end = 0;
    for (int i = 0; i < 500; i++) {
      String text = i + " ";
      publisher.delta(run, delta(end, text));
      end += text.length();
      if (i % 50 == 0) {
        publisher.events(List.of(step(2 + i / 50)));
      }
    }
    publisher.events(
        List.of(Samples.event(run, 12, new RunEvent.TextMessageEnd(message, "whole"))));
    await().until(() -> heard.positions().contains(12L));
    assertThat(heard.positions()).isSorted().doesNotHaveDuplicates().hasSize(12);
    int expected = 0;
    for (Object item : heard.all) {
      if (item instanceof Delta delta) {
        assertThat(delta.offset()).isEqualTo(expected);
        expected = delta.end();
      }
    }
    assertThat(expected).isEqualTo(end);
    assertThat(heard.all.getLast()).isInstanceOf(LoggedEvent.class);
    assertThat(openText()).isEmpty();
  }

  @Test
  void tellsLateJoinersTheWholeText() {
    publisher.delta(run, delta(0, "Hello "));
    publisher.delta(run, delta(6, "wörld "));
    publisher.delta(run, delta(12, "🌍"));
    await().untilAsserted(() -> assertThat(openText()).isEqualTo("Hello wörld 🌍"));
    try (RedisClient client = SERVER.client()) {
      String key = "perdure:{" + run.orgId() + "}:text:" + run.sessionId() + ":" + message;
      assertThat(client.pttl(key)).isPositive();
    }
  }

  @Test
  void writesTheWholeTextAgainAfterRedisWasWiped() {
    listen();
    publisher.delta(run, delta(0, "before "));
    await().untilAsserted(() -> assertThat(openText()).isEqualTo("before "));
    SERVER.wipe();
    assertThat(openText()).isEmpty();
    publisher.delta(run, delta(7, "after"));
    await().untilAsserted(() -> assertThat(openText()).isEqualTo("before after"));
    await().untilAsserted(() -> assertThat(heard.text()).isEqualTo("before after"));
  }

  @Test
  void neverSendsHalfACharacter() {
    listen();
    String globe = "🌍";
    publisher.delta(run, delta(0, "a" + globe.charAt(0)));
    await().untilAsserted(() -> assertThat(heard.text()).isEqualTo("a"));
    publisher.delta(run, delta(2, globe.charAt(1) + "b"));
    await().untilAsserted(() -> assertThat(heard.text()).isEqualTo("a🌍b"));
    assertThat(openText()).isEqualTo("a🌍b");
  }

  @Test
  void leavesOutTextThatWasSentAlreadyOrDoesNotFitOn() {
    listen();
    publisher.delta(run, delta(0, "abc"));
    publisher.delta(run, delta(1, "bcd"));
    publisher.delta(run, delta(9, "zzz"));
    publisher.delta(run, delta(4, "e"));
    await().untilAsserted(() -> assertThat(heard.text()).isEqualTo("abcde"));
  }

  @Test
  void hearsManySessionsOverOneConnection() {
    List<RunRef> runs = new ArrayList<>();
    List<Heard> ears = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      runs.add(Samples.run());
      ears.add(new Heard());
      subscriber.subscribe(runs.get(i).orgId(), runs.get(i).sessionId(), ears.get(i));
    }
    await().untilAsserted(() -> assertThat(ears).allMatch(ear -> ear.gaps.get() > 0));
    runs.forEach(each ->
        publisher.events(List.of(Samples.event(each, 7, new RunEvent.StepStarted(StepKind.ACT)))));
    await()
        .untilAsserted(() -> assertThat(ears).allMatch(ear -> ear.positions().equals(List.of(7L))));
    try (RedisClient client = SERVER.client()) {
      Object listing = client.eval("return redis.call('PUBSUB', 'CHANNELS')");
      assertThat((List<?>) listing).hasSizeGreaterThanOrEqualTo(50);
    }
    assertThat(ears).allSatisfy(ear -> assertThat(ear.all).hasSize(1));
  }

  @Test
  void hearsNothingAfterClosingAndAgainAfterSubscribingAgain() {
    LiveSubscriber.Subscription first = listen();
    Heard second = new Heard();
    LiveSubscriber.Subscription other = subscriber.subscribe(run.orgId(), run.sessionId(), second);
    first.close();
    publisher.events(List.of(step(1)));
    await().untilAsserted(() -> assertThat(second.positions()).containsExactly(1L));
    other.close();
    Heard third = new Heard();
    try (var open = subscriber.subscribe(run.orgId(), run.sessionId(), third)) {
      assertThat(open).isNotNull();
      await().until(() -> third.gaps.get() > 0);
      publisher.events(List.of(step(2)));
      await().untilAsserted(() -> assertThat(third.positions()).containsExactly(2L));
    }
    assertThat(heard.all).isEmpty();
    assertThat(second.positions()).containsExactly(1L);
  }

  @Test
  void anOrganizationNeverHearsAnother() {
    Heard stranger = new Heard();
    subscriber.subscribe(Samples.org(), run.sessionId(), stranger);
    listen();
    publisher.events(List.of(step(1)));
    publisher.delta(run, delta(0, "secret"));
    await().untilAsserted(() -> assertThat(heard.all).hasSize(2));
    assertThat(stranger.all).isEmpty();
    assertThat(subscriber.openText(Samples.org(), run.sessionId(), message)).isEmpty();
  }

  @Test
  void refusesEventsOfSeveralSessionsAtOnce() {
    LoggedEvent other = Samples.event(Samples.run(), 1, new RunEvent.StepStarted(StepKind.ACT));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> publisher.events(List.of(step(1), other)));
  }

  @Test
  void staysConnectedAfterItHasHeardSomething() {
    listen();
    int before = heard.gaps.get();
    publisher.events(List.of(step(1)));
    await().untilAsserted(() -> assertThat(heard.positions()).containsExactly(1L));
    // several pings of the connection, one a second
    await()
        .during(Duration.ofSeconds(4))
        .atMost(Duration.ofSeconds(10))
        .until(() -> heard.gaps.get() == before);
  }

  @Test
  void aMessageThatCannotBeReadIsAGap() {
    listen();
    int before = heard.gaps.get();
    try (RedisClient client = SERVER.client()) {
      client.publish(Keys.live(run.orgId(), run.sessionId()), "{\"events\":[{\"pos\":\"x\"}]}");
    }
    await().until(() -> heard.gaps.get() > before);
    publisher.events(List.of(step(3)));
    await().untilAsserted(() -> assertThat(heard.positions()).containsExactly(3L));
  }

  @Test
  void whoAsksForATextThatRedisLostInPartNeverGetsItsEndForItsBeginning() {
    List<String> seen = new CopyOnWriteArrayList<>();
    Heard asking =
        new Heard() {
          @Override
          public void delta(Delta delta) {
            if (delta.offset() > 0) {
              seen.add(subscriber.openText(run.orgId(), run.sessionId(), delta.messageId()));
            }
            super.delta(delta);
          }
        };
    subscriber.subscribe(run.orgId(), run.sessionId(), asking);
    await().until(() -> asking.gaps.get() > 0);
    try (RedisClient redis = SERVER.client()) {
      for (int round = 1; round <= 30; round++) {
        UUID id = UUID.randomUUID();
        String key = Keys.openText(run.orgId(), run.sessionId(), id);
        int heardBefore = asking.all.size();
        publisher.delta(run, new Delta(run.runId(), run.runId() + "/1", id, 1, 0, "Once upon "));
        await().until(() -> redis.exists(key) && asking.all.size() > heardBefore);
        redis.del(key);
        publisher.delta(run, new Delta(run.runId(), run.runId() + "/1", id, 1, 10, "a time"));
        await().until(() -> asking.all.size() > heardBefore + 1);
      }
    }
    assertThat(seen)
        .hasSize(30)
        .allSatisfy(text -> assertThat("Once upon a time").startsWith(text));
  }
}
