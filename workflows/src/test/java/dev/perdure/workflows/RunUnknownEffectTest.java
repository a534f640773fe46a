package dev.perdure.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.agent.OnExhausted;
import dev.perdure.core.agent.OnFailure;
import dev.perdure.core.run.RecoveryOperation;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.run.WaitTerms;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A call that must happen once, and of which nobody knows whether it did. */
class RunUnknownEffectTest extends FlowTest {

  private final AtomicInteger made = new AtomicInteger();

  private void unknownTimes(int times) {
    calls(call(1, null, WaitTerms.FOREVER), plain(2));
    script.onAct =
        call ->
            call.call() == 1 && made.incrementAndGet() <= times
                ? ActResult.UNKNOWN
                : ActResult.DONE;
  }

  private void recover(Desk.Paper paper, RecoveryOperation operation) {
    assertThat(paper.recover(operation)).isTrue();
    flow.ring();
  }

  @ParameterizedTest
  @EnumSource(names = {"RETRY", "PROVIDE_RESULT", "SKIP_STEP"})
  void isTakenUpAgainOnlyWhenAPersonHasSaidWhat(RecoveryOperation operation) {
    unknownTimes(1);
    flow.start();
    Desk.Paper paper = script.desk.next();
    after(Duration.ofDays(7));
    assertThat(made).hasValue(1);
    assertThat(paper.request.reason()).isEqualTo(WaitReason.RECOVERY);
    assertThat(paper.code()).isEqualTo("effect_unknown");
    assertThat(paper.request.operations()).contains(operation, RecoveryOperation.CANCEL);
    recover(paper, operation);
    assertThat(result()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(made).hasValue(2);
    assertThat(script.deeds())
        .contains("act 2.2")
        .endsWith("act 2.1", "think 3", "finish succeeded");
  }

  @Test
  void endsTheRunWhenAPersonSaysSo() {
    unknownTimes(1);
    script.desk.onOpen = paper -> recover(paper, RecoveryOperation.CANCEL);
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.CANCELLED);
    assertThat(made).hasValue(1);
  }

  @Test
  void thatIsUnknownAgainIsAskedForAgain() {
    unknownTimes(2);
    script.desk.onOpen = paper -> recover(paper, RecoveryOperation.RETRY);
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.desk.papers.stream().map(paper -> paper.request.occurrence()))
        .containsExactly(1, 2);
    assertThat(made).hasValue(3);
  }

  @Test
  void thatWasGivenUpWaitsToo() {
    calls(call(1, null, WaitTerms.FOREVER));
    script.onGiveUp = ActResult.UNKNOWN;
    script.onAct =
        call -> {
          if (made.incrementAndGet() == 1) {
            throw ApplicationFailure.newNonRetryableFailure("Cut off.", "tool_lost");
          }
          return ActResult.DONE;
        };
    script.desk.onOpen = paper -> recover(paper, RecoveryOperation.PROVIDE_RESULT);
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds())
        .containsSubsequence("act 2.1", "give up 2.1 tool_lost", "open recovery 2.1", "act 2.1");
    assertThat(Collections.frequency(script.journal, "act 2.1")).isEqualTo(2);
  }

  /** The time of the run does not make anybody wiser. */
  @Test
  void waitsBeyondTheTimeOfTheRun() {
    script.terms =
        new RunTerms(1, 0, 0, OnFailure.WAIT, OnExhausted.FINISH, Duration.ofMinutes(1), false);
    unknownTimes(1);
    flow.start();
    Desk.Paper paper = script.desk.next();
    after(Duration.ofDays(1));
    recover(paper, RecoveryOperation.SKIP_STEP);
    assertThat(result()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void isNotWaitedForAfterACancel() {
    unknownTimes(1);
    flow.start();
    script.desk.next();
    script.command();
    flow.ring();
    assertThat(result()).isEqualTo(RunStatus.CANCELLED);
    assertThat(made).hasValue(1);
  }
}
