package dev.perdure.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.agent.OnExhausted;
import dev.perdure.core.agent.OnFailure;
import dev.perdure.core.run.BudgetKind;
import dev.perdure.core.run.Command;
import dev.perdure.core.run.DeadlinePolicy;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.RecoveryOperation;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.run.WaitTerms;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.PlannedCall;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Budgets that are spent. The database counts; the workflow waits, or finishes. */
class RunBudgetTest extends FlowTest {

  private static final String DAY_SPENT = "budget_daily_spend";

  private static final RunTerms AN_HOUR =
      new RunTerms(1, 0, 0, OnFailure.WAIT, OnExhausted.FINISH, Duration.ofHours(1), false);

  @Test
  void waitsForATopUpAndDoesTheSameStep() {
    script.maxSteps = 2;
    script.onThink = Script.actingUntil(5, 1);
    flow.start();
    Desk.Paper paper = script.desk.next();
    after(Duration.ofDays(30));
    assertThat(paper.request.reason()).isEqualTo(WaitReason.BUDGET);
    assertThat(paper.code()).isEqualTo("budget_steps");
    script.maxSteps = 10;
    paper.settle(Command.Kind.TOP_UP, RecoveryOperation.TOP_UP);
    flow.ring();
    assertThat(result()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds())
        .containsExactly(
            "begin",
            "think 1",
            "act 2.1",
            "spent 3",
            "open budget 3",
            "think 3",
            "act 4.1",
            "think 5",
            "finish succeeded");
  }

  @Test
  void waitsAgainWhenTheTopUpIsSpentToo() {
    script.maxSteps = 0;
    script.onThink = Script.actingUntil(3, 1);
    script.desk.onOpen =
        paper -> {
          script.maxSteps = script.desk.papers.size();
          paper.settle(Command.Kind.TOP_UP, RecoveryOperation.TOP_UP);
          flow.ring();
        };
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.desk.papers.stream().map(paper -> paper.name()))
        .containsExactly("budget 1", "budget 3", "budget 3");
    assertThat(script.desk.papers.getLast().request.occurrence()).isEqualTo(2);
  }

  @Test
  void finishesWithWhatItKnowsWhenItsAgentSaysSo() {
    script.terms = GIVES_UP;
    script.maxSteps = 2;
    script.onOrder = (step, order) -> order.last() ? new Decision.Respond() : Script.acts(1, 1);
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds())
        .containsExactly(
            "begin", "think 1", "act 2.1", "spent 3", "think 3 last", "finish succeeded");
    assertThat(script.ended()).contains(new Ending.Answered(4));
  }

  @Test
  void finishesWithWhatItKnowsWhenAPersonSaysSo() {
    script.maxSteps = 0;
    script.desk.onOpen =
        paper -> {
          paper.recover(RecoveryOperation.FINISH_WITH_WHAT_IS_KNOWN);
          flow.ring();
        };
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds()).endsWith("open budget 1", "think 1 last", "finish succeeded");
  }

  @Test
  void failsWithTheBudgetWhenItKnowsNothing() {
    script.terms = GIVES_UP;
    script.maxSteps = 0;
    script.hasAnswer = false;
    script.onThink =
        step -> {
          throw ApplicationFailure.newNonRetryableFailure("No.", "model_auth");
        };
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.FAILED);
    assertThat(((Ending.Failed) script.ended().orElseThrow()).error().code())
        .isEqualTo("budget_steps");
  }

  @Test
  void isCancelledWhileItWaits() {
    script.maxSteps = 0;
    flow.start();
    script.desk.next();
    script.command();
    flow.ring();
    assertThat(result()).isEqualTo(RunStatus.CANCELLED);
  }

  @Test
  void aSpentDayIsWaitedOutLookingEachHour() {
    long began = script.clock.getAsLong();
    long midnight = nextMidnight(began);
    daySpent(() -> script.clock.getAsLong() < midnight);
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.desk.papers).isNotEmpty().allMatch(paper -> paper.code().equals(DAY_SPENT));
    assertThat(script.desk.papers)
        .allMatch(paper -> paper.request.operations().contains(RecoveryOperation.RETRY));
    List<Long> looks = script.thinkTimes;
    for (int i = 1; i < looks.size(); i++) {
      assertThat(looks.get(i) - looks.get(i - 1)).isLessThan(Duration.ofMinutes(61).toMillis());
    }
    assertThat(looks.getLast() - midnight).isBetween(0L, Duration.ofMinutes(1).toMillis());
    assertThat(script.deeds())
        .startsWith("begin", "think 1", "open budget 1", "retry budget 1", "think 1")
        .endsWith("think 1", "finish succeeded");
  }

  @Test
  void aRaisedQuotaIsFoundWithinTheHour() {
    AtomicBoolean spent = new AtomicBoolean(true);
    daySpent(spent::get);
    flow.start();
    Desk.Paper paper = script.desk.next();
    after(Duration.ofSeconds(1));
    spent.set(false);
    assertThat(result()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.desk.papers).containsExactly(paper);
    assertThat(script.thinkTimes.getLast() - paper.openedAt)
        .isLessThanOrEqualTo(Duration.ofMinutes(61).toMillis());
  }

  @Test
  void whoRaisedTheQuotaNeedNotWait() {
    AtomicBoolean spent = new AtomicBoolean(true);
    daySpent(spent::get);
    flow.start();
    Desk.Paper early = script.desk.next();
    early.recover(RecoveryOperation.RETRY);
    flow.ring();
    Desk.Paper paper = script.desk.next();
    assertThat(paper.request.occurrence()).isEqualTo(2);
    spent.set(false);
    paper.recover(RecoveryOperation.RETRY);
    flow.ring();
    assertThat(result()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds()).doesNotContain("retry budget 1");
  }

  private void daySpent(BooleanSupplier spent) {
    script.onOrder =
        (step, order) ->
            spent.getAsBoolean()
                ? new Decision.Exhausted(BudgetKind.DAILY_SPEND)
                : new Decision.Respond();
  }

  private static long nextMidnight(long now) {
    return Instant.ofEpochMilli(now)
        .truncatedTo(ChronoUnit.DAYS)
        .plus(Duration.ofDays(1))
        .toEpochMilli();
  }

  @Test
  void aWaitForAPersonEndsWithTheTimeOfTheRun() {
    script.terms = AN_HOUR;
    calls(approved(1));
    AtomicLong waited = new AtomicLong();
    script.desk.onExpire = paper -> waited.set(script.clock.getAsLong() - paper.openedAt);
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds()).contains("out of time for approval 2.1", "act 2.1");
    assertThat(waited.get())
        .isBetween(Duration.ofMinutes(59).toMillis(), Duration.ofMinutes(61).toMillis());
  }

  @Test
  void aRunThatMayWaitForATopUpGoesOnWaiting() {
    script.terms =
        new RunTerms(1, 0, 0, OnFailure.WAIT, OnExhausted.WAIT, Duration.ofHours(1), false);
    calls(approved(1));
    flow.start();
    Desk.Paper paper = script.desk.next();
    after(Duration.ofDays(2));
    assertThat(paper.settle(Command.Kind.APPROVE, null)).isTrue();
    flow.ring();
    assertThat(result()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void aCallThatWouldExpireTheRunIsDeniedWhenTheRunIsOutOfTime() {
    script.terms = AN_HOUR;
    calls(
        call(
            1,
            PlannedCall.Gate.APPROVAL,
            new WaitTerms(null, Duration.ofDays(1), DeadlinePolicy.EXPIRE)));
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds()).contains("out of time for approval 2.1", "act 2.1");
  }

  @Test
  void aTopUpOfSomethingElseDoesNotMoveTheEndOfItsTime() {
    assertThat(waitedAfterATopUp(Duration.ofMinutes(30))).isBetween(59L, 61L);
  }

  @Test
  void aTopUpOfTimeMovesTheEndOfIt() {
    assertThat(waitedAfterATopUp(Duration.ofMinutes(150))).isBetween(179L, 181L);
  }

  /** Minutes, with half an hour gone before the top-up. */
  private long waitedAfterATopUp(Duration timeLeft) {
    script.terms = AN_HOUR;
    calls(approved(1));
    AtomicLong waited = new AtomicLong();
    script.desk.onExpire = paper -> waited.set(script.clock.getAsLong() - paper.openedAt);
    flow.start();
    script.desk.next();
    after(Duration.ofMinutes(30));
    script.toppedUp(timeLeft);
    flow.ring();
    assertThat(result()).isEqualTo(RunStatus.SUCCEEDED);
    return Duration.ofMillis(waited.get()).toMinutes();
  }

  /** As older builds recorded it. */
  @Test
  void afterATopUpThatSaysNothingOfTimeOnlyTheDatabaseKnowsIt() {
    script.terms = AN_HOUR;
    calls(approved(1));
    flow.start();
    Desk.Paper paper = script.desk.next();
    script.command(Command.Kind.TOP_UP);
    flow.ring();
    after(Duration.ofDays(1));
    assertThat(paper.settle(Command.Kind.APPROVE, null)).isTrue();
    flow.ring();
    assertThat(result()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void aRecoveryEndsWithTheTimeOfTheRun() {
    script.terms = AN_HOUR;
    script.onOrder =
        (step, order) -> {
          if (!order.last()) {
            throw ApplicationFailure.newNonRetryableFailure("No.", "model_auth");
          }
          return new Decision.Respond();
        };
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds())
        .endsWith("out of time for recovery 1", "think 1 last", "finish succeeded");
  }
}
