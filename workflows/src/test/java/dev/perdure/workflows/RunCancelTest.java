package dev.perdure.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.core.run.RunStatus;
import dev.perdure.core.step.Decision;
import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** A cancel at each moment of a run. */
@ParameterizedClass
@CsvSource({"100, false", "0, false", "100, true"})
class RunCancelTest {

  @Parameter(0)
  int cacheSize;

  /** Else as a run that an older release began. */
  @Parameter(1)
  boolean ofThisRelease;

  private final Script script = new Script();
  private FlowHarness flow;

  @BeforeEach
  void start() {
    script.terms = ofThisRelease ? FlowTest.GIVES_UP : null;
    flow = new FlowHarness(script, cacheSize, () -> false);
  }

  @AfterEach
  void stop() {
    flow.close();
  }

  @Test
  void beforeTheRunBegins() {
    script.command();
    flow.startRung();
    assertThat(flow.result()).isEqualTo(RunStatus.CANCELLED);
    assertThat(script.journal).containsExactly("begin", "take after 0", "finish cancelled");
  }

  @Test
  void duringAThought() throws InterruptedException {
    CountDownLatch thinking = new CountDownLatch(1);
    script.onThink =
        step -> {
          thinking.countDown();
          throw Script.untilCancelled();
        };
    flow.start();
    assertThat(thinking.await(30, TimeUnit.SECONDS)).isTrue();
    cancelByCommand();
    assertThat(flow.result()).isEqualTo(RunStatus.CANCELLED);
    assertThat(script.deeds())
        .containsExactly("begin", "think 1", "stopped think 1", "finish cancelled");
  }

  @Test
  void duringToolCallsWaitsUntilAllHaveEnded() throws InterruptedException {
    CountDownLatch acting = new CountDownLatch(3);
    script.onThink = Script.actingUntil(2, 3);
    script.onAct =
        call -> {
          acting.countDown();
          if (call.call() == 2) {
            return Script.resultInSpiteOfCancel(ActResult.DONE);
          }
          throw Script.untilCancelled();
        };
    flow.start();
    assertThat(acting.await(30, TimeUnit.SECONDS)).isTrue();
    cancelByCommand();
    assertThat(flow.result()).isEqualTo(RunStatus.CANCELLED);
    assertThat(script.deeds())
        .contains("stopped act 2.1", "stopped act 2.3")
        .doesNotContain("think 3");
    assertThat(script.deeds()).endsWith("finish cancelled");
  }

  @Test
  void betweenAThoughtAndItsToolCalls() {
    script.onThink =
        step -> {
          cancelByCommand();
          return Script.resultInSpiteOfCancel(Script.acts(1, 1));
        };
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.CANCELLED);
    assertThat(script.deeds()).doesNotContain("act 2.1").endsWith("finish cancelled");
  }

  @Test
  void whileAFailedThoughtWaitsForItsNextAttempt() throws InterruptedException {
    CountDownLatch failed = new CountDownLatch(1);
    script.onThink =
        step -> {
          failed.countDown();
          throw ApplicationFailure.newFailureWithCauseAndDelay(
              "Too many requests.", "model_rate_limited", null, Duration.ofMinutes(30));
        };
    flow.start();
    assertThat(failed.await(30, TimeUnit.SECONDS)).isTrue();
    cancelByCommand();
    assertThat(flow.result()).isEqualTo(RunStatus.CANCELLED);
    assertThat(script.deeds()).containsExactly("begin", "think 1", "finish cancelled");
  }

  @Test
  void ofAThoughtThatFailsInsteadOfStopping() throws InterruptedException {
    CountDownLatch thinking = new CountDownLatch(1);
    script.onThink =
        step -> {
          thinking.countDown();
          Script.resultInSpiteOfCancel(step);
          throw ApplicationFailure.newNonRetryableFailure("Cut off.", "model_reply_cut");
        };
    flow.start();
    assertThat(thinking.await(30, TimeUnit.SECONDS)).isTrue();
    cancelByCommand();
    assertThat(flow.result()).isEqualTo(RunStatus.CANCELLED);
    assertThat(script.deeds()).containsExactly("begin", "think 1", "finish cancelled");
  }

  @Test
  void whileTheRunIsFinishingTheFirstTerminalStateWins() {
    AtomicBoolean rung = new AtomicBoolean();
    script.onFinish =
        () -> {
          if (rung.compareAndSet(false, true)) {
            cancelByCommand();
          }
        };
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds()).startsWith("begin", "think 1", "finish succeeded");
    assertThat(script.deeds()).doesNotContain("finish cancelled");
  }

  @Test
  void aBellWithoutACommandChangesNothing() {
    script.onThink =
        step -> {
          flow.ring();
          flow.ring();
          return new Decision.Respond();
        };
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void byAnOperatorStopsWhatRunsAndEndsCancelledInTemporalToo() throws InterruptedException {
    CountDownLatch thinking = new CountDownLatch(1);
    script.onThink =
        step -> {
          thinking.countDown();
          throw Script.untilCancelled();
        };
    flow.start();
    assertThat(thinking.await(30, TimeUnit.SECONDS)).isTrue();
    flow.running().cancel();
    assertThatThrownBy(flow::result)
        .isInstanceOf(WorkflowFailedException.class)
        .hasCauseInstanceOf(CanceledFailure.class);
    assertThat(script.deeds())
        .containsExactly("begin", "think 1", "stopped think 1", "finish cancelled");
  }

  @Test
  void byAnOperatorBetweenSteps() {
    script.onThink =
        step -> {
          flow.running().cancel();
          return Script.resultInSpiteOfCancel(Script.acts(1, 1));
        };
    flow.start();
    assertThatThrownBy(flow::result).hasCauseInstanceOf(CanceledFailure.class);
    assertThat(script.deeds()).doesNotContain("act 2.1").endsWith("finish cancelled");
  }

  private void cancelByCommand() {
    script.command();
    flow.ring();
  }
}
