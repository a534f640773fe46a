package dev.perdure.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.run.Command;
import dev.perdure.core.run.DeadlinePolicy;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.run.WaitTerms;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.PlannedCall;
import io.temporal.api.enums.v1.EventType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls that a person has to approve or answer first. */
class RunApprovalTest extends FlowTest {

  private static final Duration DAY = Duration.ofDays(1);

  private static PlannedCall within(Duration deadline, DeadlinePolicy policy) {
    return call(1, PlannedCall.Gate.APPROVAL, new WaitTerms(null, deadline, policy));
  }

  private void settle(Desk.Paper paper, Command.Kind kind) {
    assertThat(paper.settle(kind, null)).isTrue();
    flow.ring();
  }

  @Test
  void waitsForDaysAndThenMakesTheCall() {
    calls(approved(1));
    flow.start();
    Desk.Paper paper = script.desk.next();
    after(DAY.multipliedBy(9));
    assertThat(script.deeds()).containsExactly("begin", "think 1", "open approval 2.1");
    settle(paper, Command.Kind.APPROVE);
    assertThat(result()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds())
        .containsExactly(
            "begin", "think 1", "open approval 2.1", "act 2.1", "think 3", "finish succeeded");
    assertThat(statuses()).containsExactly("waiting", "running", "succeeded");
  }

  @Test
  void asksForWhatTheCallIsGatedBy() {
    calls(call(1, PlannedCall.Gate.ANSWER, WaitTerms.FOREVER));
    script.desk.onOpen = paper -> settle(paper, Command.Kind.ANSWER);
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.desk.papers.getFirst().request.reason()).isEqualTo(WaitReason.INPUT);
    assertThat(script.deeds()).contains("act 2.1");
  }

  /** The denial is the call's outcome in the database: its activity commits that. */
  @Test
  void aDeniedCallIsStillHandedToItsActivity() {
    calls(approved(1));
    script.desk.onOpen = paper -> settle(paper, Command.Kind.DENY);
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds()).contains("act 2.1");
  }

  @Test
  void onlyTheGatedCallWaits() {
    calls(approved(1), plain(2));
    flow.start();
    Desk.Paper paper = script.desk.next();
    after(DAY);
    assertThat(script.deeds()).contains("act 2.2").doesNotContain("act 2.1");
    settle(paper, Command.Kind.APPROVE);
    assertThat(result()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds()).endsWith("act 2.1", "think 3", "finish succeeded");
  }

  @Test
  void eachGateHasItsOwnVerdict() {
    calls(approved(1), approved(2));
    flow.start();
    script.desk.next();
    script.desk.next();
    after(DAY);
    settle(paperOf(2), Command.Kind.APPROVE);
    after(DAY);
    assertThat(script.deeds()).contains("act 2.2").doesNotContain("act 2.1");
    assertThat(statuses()).containsExactly("waiting");
    settle(paperOf(1), Command.Kind.DENY);
    assertThat(result()).isEqualTo(RunStatus.SUCCEEDED);
  }

  private Desk.Paper paperOf(int call) {
    return script.desk.papers.stream()
        .filter(paper -> paper.request.step().call() == call)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void remindsOnceAndThenGoesOnWaiting() {
    calls(
        call(
            1,
            PlannedCall.Gate.APPROVAL,
            new WaitTerms(Duration.ofHours(1), null, DeadlinePolicy.DENY)));
    flow.start();
    Desk.Paper paper = script.desk.next();
    after(DAY.multipliedBy(3));
    assertThat(script.deeds()).endsWith("open approval 2.1", "remind approval 2.1");
    settle(paper, Command.Kind.APPROVE);
    assertThat(result()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void deniesAtTheDeadlineAndGoesOn() {
    calls(
        call(
            1,
            PlannedCall.Gate.APPROVAL,
            new WaitTerms(Duration.ofHours(1), DAY, DeadlinePolicy.DENY)));
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds())
        .containsExactly(
            "begin",
            "think 1",
            "open approval 2.1",
            "remind approval 2.1",
            "expire approval 2.1",
            "act 2.1",
            "think 3",
            "finish succeeded");
  }

  @Test
  void expiresTheRunAtTheDeadlineAndStopsWhatElseWaits() {
    decides(new Decision.Act(List.of(within(DAY, DeadlinePolicy.EXPIRE), approved(2))));
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.EXPIRED);
    assertThat(script.deeds())
        .endsWith("expire approval 2.1", "finish expired")
        .doesNotContain("act 2.1", "act 2.2");
  }

  @Test
  void aVerdictJustBeforeTheDeadlineCounts() {
    calls(within(DAY, DeadlinePolicy.EXPIRE));
    flow.start();
    Desk.Paper paper = script.desk.next();
    after(DAY.minusSeconds(30));
    settle(paper, Command.Kind.APPROVE);
    assertThat(result()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds()).contains("act 2.1").doesNotContain("expire approval 2.1");
  }

  /** The person's row is there, the bell was not heard yet when the timer fires. */
  @Test
  void aVerdictWhoseBellComesAfterTheTimerCounts() {
    calls(within(DAY, DeadlinePolicy.EXPIRE));
    script.desk.onExpire = paper -> paper.settle(Command.Kind.APPROVE, null);
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds()).contains("too late to expire approval 2.1", "act 2.1");
  }

  @Test
  void aVerdictAfterTheDeadlineIsTooLate() {
    calls(within(DAY, DeadlinePolicy.DENY), approved(2));
    flow.start();
    script.desk.next();
    script.desk.next();
    after(DAY.plusSeconds(30));
    assertThat(paperOf(1).settle(Command.Kind.APPROVE, null)).isFalse();
    settle(paperOf(2), Command.Kind.APPROVE);
    assertThat(result()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds()).containsOnlyOnce("act 2.1");
  }

  @Test
  void leavesNoTimerBehindWhenItWasSettled() {
    calls(within(DAY.multipliedBy(300), DeadlinePolicy.EXPIRE));
    flow.start();
    Desk.Paper paper = script.desk.next();
    after(DAY);
    settle(paper, Command.Kind.APPROVE);
    assertThat(result()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(flow.events().stream().map(event -> event.getEventType()))
        .containsOnlyOnce(EventType.EVENT_TYPE_TIMER_STARTED, EventType.EVENT_TYPE_TIMER_CANCELED);
  }

  /** As when the worker died between the write and its answer. */
  @Test
  void anInterruptThatIsSettledWhenItIsOpenedAgainIsNotWaitedFor() {
    calls(approved(1));
    script.desk.onOpen =
        paper -> {
          paper.settle(Command.Kind.APPROVE, null);
          throw new IllegalStateException("the answer is lost");
        };
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds()).contains("act 2.1").containsOnlyOnce("open approval 2.1");
  }

  @Test
  void aRunThatTakesNoMoreWorkDoesNotWait() {
    calls(approved(1));
    script.desk.ended = RunStatus.CANCELLING;
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.CANCELLED);
    assertThat(script.deeds()).doesNotContain("act 2.1");
  }

  @Test
  void aCancelEndsTheWait() {
    calls(approved(1), approved(2));
    flow.start();
    script.desk.next();
    after(DAY);
    script.command();
    flow.ring();
    assertThat(result()).isEqualTo(RunStatus.CANCELLED);
    assertThat(script.deeds()).endsWith("finish cancelled").doesNotContain("act 2.1", "act 2.2");
  }
}
