package dev.perdure.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.run.Ending;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.step.Decision;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Retries and waits, on a clock that skips ahead. */
class RunRetryTest {

  private final Script script = new Script();
  private FlowHarness flow;

  @BeforeEach
  void start() {
    flow = new FlowHarness(script, 100, () -> false);
  }

  @AfterEach
  void stop() {
    flow.close();
  }

  @Test
  void triesTheModelFourTimesWithGrowingPauses() {
    script.onThink =
        step -> {
          throw ApplicationFailure.newFailure("Overloaded.", "model_overloaded");
        };
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.FAILED);
    assertThat(Collections.frequency(script.journal, "think 1")).isEqualTo(4);
    assertThat(pauses()).satisfiesExactly(atLeast(1000), atLeast(2000), atLeast(4000));
    assertThat(((Ending.Failed) script.ended().orElseThrow()).error().code())
        .isEqualTo("model_overloaded");
  }

  @Test
  void waitsAsLongAsTheModelAsks() {
    AtomicInteger attempt = new AtomicInteger();
    script.onThink =
        step -> {
          if (attempt.incrementAndGet() == 1) {
            throw ApplicationFailure.newFailureWithCauseAndDelay(
                "Too many requests.", "model_rate_limited", null, Duration.ofSeconds(90));
          }
          return new Decision.Respond();
        };
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(pauses()).satisfiesExactly(atLeast(90_000));
  }

  @Test
  void triesAToolAsOftenAsItAllowsAndThenTellsTheModel() {
    script.onThink = step -> step.number() == 1 ? Script.acts(1, 2) : new Decision.Respond();
    script.onAct =
        call -> {
          throw ApplicationFailure.newFailure("No answer.", "tool_timed_out");
        };
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.journal)
        .containsExactly(
            "begin",
            "think 1",
            "act 2.1",
            "act 2.1",
            "give up 2.1 tool_timed_out",
            "think 3",
            "finish succeeded");
  }

  @Test
  void anInterruptedStepIsScheduledUntilItSucceeds() {
    AtomicInteger attempts = new AtomicInteger();
    script.onThink =
        step -> {
          if (attempts.incrementAndGet() <= 30) {
            throw ApplicationFailure.newFailure(
                "The database can't be reached.",
                "database_unavailable",
                new FailureDetail(true, null));
          }
          return new Decision.Respond();
        };
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(attempts).hasValue(31);
  }

  @Test
  void anInterruptedCallOfAToolThatMayBeTriedOnceIsScheduledAgain() {
    AtomicInteger attempts = new AtomicInteger();
    script.onThink = step -> step.number() == 1 ? Script.acts(1, 1) : new Decision.Respond();
    script.onAct =
        call -> {
          if (attempts.incrementAndGet() <= 2) {
            throw ApplicationFailure.newFailure(
                "The worker shuts down.", "worker_shutting_down", new FailureDetail(true, null));
          }
          return ActResult.DONE;
        };
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.givenUp).isEmpty();
  }

  @Test
  void bookkeepingOutlivesADatabaseThatIsAwayForMinutes() {
    long back = flow.environment.currentTimeMillis() + Duration.ofMinutes(10).toMillis();
    Runnable away =
        () -> {
          if (script.clock.getAsLong() < back) {
            throw ApplicationFailure.newFailure(
                "The database can't be reached.", "database_unavailable");
          }
        };
    script.onBegin = away;
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds()).endsWith("begin", "think 1", "finish succeeded");
    assertThat(flow.environment.currentTimeMillis()).isGreaterThanOrEqualTo(back);
  }

  private List<Long> pauses() {
    List<Long> times = script.thinkTimes;
    return IntStream.range(1, times.size()).mapToObj(i -> times.get(i) - times.get(i - 1)).toList();
  }

  private static org.assertj.core.api.ThrowingConsumer<Long> atLeast(long millis) {
    return pause -> assertThat(pause).isBetween(millis - 50, millis + 5_000);
  }
}
