package dev.perdure.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.e2e.client.PerdureClient;
import dev.perdure.e2e.client.RunView;
import dev.perdure.e2e.client.Started;
import dev.perdure.e2e.harness.PerdureStack;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a run leaves in Temporal's history is a constant per step, however long the conversation.
 */
@ExtendWith(SharedProduct.class)
class HistoryTest {

  private static final int CALLS = 100;
  private static final int CHARACTERS_PER_TOKEN = 4;
  private static final int TOKENS = 200_000;
  private static final int PARTS = 4;
  private static final long LIMIT = 2L << 20;
  private static final Duration LONG = Duration.ofMinutes(5);

  private final PerdureStack stack;
  private final PerdureClient client;
  private final String agent;

  HistoryTest(PerdureStack stack) {
    this.stack = stack;
    this.client = stack.client();
    this.agent = Story.newAgent(client);
  }

  @Test
  void aHundredCallsOverALongTranscriptStaySmall() {
    RunView small = loop(client.start(agent, "[[say begin]]").sessionId());
    RunView large = loop(longSession());
    assertThat(large.usage().input() / (CALLS + 1))
        .as("tokens the model read at each step, by its own count")
        .isGreaterThan(TOKENS);

    Steps ofSmall = steps(small);
    Steps ofLarge = steps(large);
    System.out.printf(
        "[e2e] history of %d calls: %d bytes, %d events; over %,d tokens: %d bytes, %d events%n",
        CALLS, ofSmall.total(), ofSmall.events(), TOKENS, ofLarge.total(), ofLarge.events());
    System.out.printf(
        "[e2e] bytes per step: %d; over %,d tokens: first ten %d, last ten %d%n",
        ofSmall.mean(), TOKENS, ofLarge.firstTen(), ofLarge.lastTen());
    assertThat(ofLarge.total()).isLessThan(LIMIT);
    assertThat(ofLarge.mean()).isCloseTo(ofSmall.mean(), within10Percent(ofSmall.mean()));
    assertThat(ofLarge.lastTen())
        .isCloseTo(ofLarge.firstTen(), within10Percent(ofLarge.firstTen()));
  }

  private static org.assertj.core.data.Offset<Long> within10Percent(long size) {
    return org.assertj.core.data.Offset.offset(size / 10);
  }

  private String longSession() {
    String part = "lorem ipsum ".repeat(TOKENS * CHARACTERS_PER_TOKEN / PARTS / 12 + 1);
    String session = client.start(agent, "[[say begin]]").sessionId();
    for (int i = 0; i < PARTS; i++) {
      Started started = client.startIn(session, "[[say noted]] " + part, Map.of("agent_id", agent));
      assertThat(client.awaitEnd(started.runId(), LONG).status()).isEqualTo("succeeded");
    }
    return session;
  }

  private RunView loop(String session) {
    Started started =
        client.startIn(
            session,
            "[[loop " + CALLS + " clock {\"i\": \"$i\"}]] [[say done]]",
            Map.of("agent_id", agent));
    RunView run = client.awaitEnd(started.runId(), LONG);
    assertThat(run.status()).as(String.valueOf(run.error())).isEqualTo("succeeded");
    return run;
  }

  private Steps steps(RunView run) {
    try (Operator operator = new Operator(stack.ground().temporalAddress())) {
      List<HistoryEvent> events = operator.history(run.id()).getEvents();
      List<Long> sizes = new ArrayList<>();
      for (HistoryEvent event : events) {
        if (event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED) {
          sizes.add(0L);
        }
        if (!sizes.isEmpty()) {
          sizes.set(sizes.size() - 1, sizes.getLast() + event.getSerializedSize());
        }
      }
      return new Steps(Operator.size(events), events.size(), sizes);
    }
  }

  /** The bytes of a history, and of each step of it. */
  private record Steps(long total, int events, List<Long> sizes) {

    long mean() {
      return mean(sizes);
    }

    long firstTen() {
      return mean(sizes.subList(1, 21)); // THINK and ACT take turns
    }

    long lastTen() {
      return mean(sizes.subList(sizes.size() - 21, sizes.size() - 1));
    }

    private static long mean(List<Long> sizes) {
      return (long) sizes.stream().mapToLong(Long::longValue).average().orElseThrow();
    }
  }
}
