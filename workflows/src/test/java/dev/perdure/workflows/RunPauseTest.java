package dev.perdure.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.run.Command;
import dev.perdure.core.run.DeadlinePolicy;
import dev.perdure.core.run.RecoveryOperation;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.run.WaitTerms;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.PlannedCall;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A pause at each moment of a run: what runs may end, nothing new begins. */
class RunPauseTest extends FlowTest {

  private static final Duration DAYS = Duration.ofDays(3);

  private void tell(Command.Kind kind) {
    script.command(kind);
    flow.ring();
  }

  /** Paused while something runs that hears of it before it ends. */
  private void pauseDuring(CountDownLatch begun, CountDownLatch goOn) {
    await(begun);
    tell(Command.Kind.PAUSE);
    await(script.taken);
    goOn.countDown();
  }

  private void resumeAndEnd() {
    List<String> before = script.deeds();
    after(DAYS);
    assertThat(script.deeds()).isEqualTo(before);
    tell(Command.Kind.RESUME);
    assertThat(result()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void beforeTheRunBegins() {
    script.command(Command.Kind.PAUSE);
    flow.startRung();
    after(DAYS);
    assertThat(script.deeds()).containsExactly("begin");
    resumeAndEnd();
    assertThat(script.deeds()).containsExactly("begin", "think 1", "finish succeeded");
  }

  @Test
  void duringAThoughtThatWantsToAct() {
    CountDownLatch thinking = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    script.onThink =
        step -> {
          if (step.number() > 1) {
            return new Decision.Respond();
          }
          thinking.countDown();
          await(goOn);
          return Script.acts(2, 1);
        };
    flow.start();
    pauseDuring(thinking, goOn);
    after(DAYS);
    assertThat(script.deeds()).containsExactly("begin", "think 1");
    resumeAndEnd();
    assertThat(script.deeds())
        .contains("act 2.1", "act 2.2")
        .endsWith("think 3", "finish succeeded");
  }

  @Test
  void duringAThoughtThatAnswers() {
    CountDownLatch thinking = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    script.onThink =
        step -> {
          thinking.countDown();
          await(goOn);
          return new Decision.Respond();
        };
    flow.start();
    pauseDuring(thinking, goOn);
    after(DAYS);
    assertThat(script.deeds()).containsExactly("begin", "think 1");
    resumeAndEnd();
  }

  @Test
  void duringAToolCall() {
    CountDownLatch acting = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    script.onThink = Script.actingUntil(2, 1);
    script.onAct =
        call -> {
          acting.countDown();
          await(goOn);
          return ActResult.DONE;
        };
    flow.start();
    pauseDuring(acting, goOn);
    after(DAYS);
    assertThat(script.deeds()).containsExactly("begin", "think 1", "act 2.1");
    resumeAndEnd();
  }

  @Test
  void duringAnApprovalThatIsGivenMeanwhile() {
    calls(approved(1));
    flow.start();
    Desk.Paper paper = script.desk.next();
    tell(Command.Kind.PAUSE);
    after(DAYS);
    assertThat(paper.settle(Command.Kind.APPROVE, null)).isTrue();
    flow.ring();
    after(DAYS);
    assertThat(script.deeds()).containsExactly("begin", "think 1", "open approval 2.1");
    resumeAndEnd();
    assertThat(script.deeds()).contains("act 2.1");
  }

  @Test
  void duringAnApprovalWhoseDeadlinePasses() {
    calls(
        call(
            1,
            PlannedCall.Gate.APPROVAL,
            new WaitTerms(null, Duration.ofHours(1), DeadlinePolicy.DENY)));
    flow.start();
    script.desk.next();
    tell(Command.Kind.PAUSE);
    after(DAYS);
    assertThat(script.deeds()).endsWith("expire approval 2.1");
    resumeAndEnd();
  }

  @Test
  void duringARecoveryNothingIsTriedAgain() {
    AtomicBoolean away = new AtomicBoolean(true);
    script.onThink =
        step -> {
          if (away.get()) {
            throw ApplicationFailure.newFailure("Down.", "model_unavailable");
          }
          return new Decision.Respond();
        };
    flow.start();
    Desk.Paper paper = script.desk.next();
    tell(Command.Kind.PAUSE);
    after(DAYS);
    assertThat(script.deeds()).endsWith("open recovery 1");
    away.set(false);
    resumeAndEnd();
    assertThat(script.deeds()).endsWith("retry recovery 1", "think 1", "finish succeeded");
    assertThat(paper.recover(RecoveryOperation.RETRY)).isFalse();
  }

  @Test
  void aPersonCanRecoverAPausedRun() {
    AtomicBoolean away = new AtomicBoolean(true);
    script.onThink =
        step -> {
          if (away.get()) {
            throw ApplicationFailure.newFailure("Down.", "model_unavailable");
          }
          return new Decision.Respond();
        };
    flow.start();
    Desk.Paper paper = script.desk.next();
    tell(Command.Kind.PAUSE);
    after(DAYS);
    away.set(false);
    assertThat(paper.recover(RecoveryOperation.RETRY)).isTrue();
    flow.ring();
    after(DAYS);
    assertThat(script.deeds()).endsWith("open recovery 1");
    resumeAndEnd();
    assertThat(script.deeds()).doesNotContain("retry recovery 1");
  }

  @Test
  void aPausedRunCanBeCancelled() {
    script.command(Command.Kind.PAUSE);
    flow.startRung();
    after(DAYS);
    tell(Command.Kind.CANCEL);
    assertThat(result()).isEqualTo(RunStatus.CANCELLED);
    assertThat(script.deeds()).containsExactly("begin", "finish cancelled");
  }

  @Test
  void beforeADelegationNoChildIsBegun() {
    CountDownLatch thinking = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    script.onThink =
        step -> {
          if (script.helpers.has(step.run()) || step.number() > 1) {
            return new Decision.Respond();
          }
          thinking.countDown();
          await(goOn);
          return new Decision.Delegate(List.of(plain(1)));
        };
    flow.start();
    pauseDuring(thinking, goOn);
    after(DAYS);
    assertThat(script.deeds()).containsExactly("begin", "think 1");
    resumeAndEnd();
    assertThat(script.deeds()).contains("delegate 2.1", "2.1> think 1");
  }

  /** Its own command is in its rows before it has a workflow to ring. */
  @Test
  void aSubAgentThatWasPausedBeforeItBegan() {
    script.onThink =
        step ->
            script.helpers.has(step.run()) || step.number() > 1
                ? new Decision.Respond()
                : new Decision.Delegate(List.of(plain(1)));
    script.onBegin =
        () -> {
          if (script.journal.contains("delegate 2.1")) {
            script.command(script.helpers.child("2.1").runId(), Command.Kind.PAUSE, null, null);
          }
        };
    flow.start();
    after(DAYS);
    assertThat(script.deeds()).endsWith("2.1> begin");
    script.command(script.helpers.child("2.1").runId(), Command.Kind.RESUME, null, null);
    flow.ring(script.helpers.child("2.1"));
    assertThat(result()).isEqualTo(RunStatus.SUCCEEDED);
  }
}
