package dev.perdure.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.agent.OnExhausted;
import dev.perdure.core.agent.OnFailure;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.RecoveryOperation;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.step.Decision;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A model that can't be reached: other models, then a wait in which the run can be recovered. */
class RunRecoveryTest extends FlowTest {

  private final AtomicBoolean away = new AtomicBoolean(true);

  private static ApplicationFailure down() {
    return ApplicationFailure.newFailure("The provider is down.", "model_unavailable");
  }

  private static ApplicationFailure badKey() {
    return ApplicationFailure.newNonRetryableFailure("The key is not valid.", "model_auth");
  }

  private void failsWhileAway(ApplicationFailure failure) {
    script.onThink =
        step -> {
          if (away.get()) {
            throw failure;
          }
          return new Decision.Respond();
        };
  }

  private void recover(Desk.Paper paper, RecoveryOperation operation) {
    assertThat(paper.recover(operation)).isTrue();
    flow.ring();
  }

  @Test
  void triesEachFallbackModelInOrderAndTellsWhy() {
    List<@Nullable String> reasons = new CopyOnWriteArrayList<>();
    script.terms = withFallbacks(2);
    script.onOrder =
        (step, order) -> {
          reasons.add(order.instead() == null ? null : order.instead().code());
          if (order.model() < 2) {
            throw badKey();
          }
          return new Decision.Respond();
        };
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds())
        .containsExactly(
            "begin", "think 1", "think 1 model 1", "think 1 model 2", "finish succeeded");
    assertThat(reasons).containsExactly(null, "model_auth", "model_auth");
  }

  @Test
  void beginsEachStepWithItsOwnModel() {
    script.terms = withFallbacks(1);
    script.onOrder =
        (step, order) -> {
          if (order.model() == 0 && step.number() == 1) {
            throw badKey();
          }
          return step.number() == 1 ? Script.acts(1, 1) : new Decision.Respond();
        };
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds())
        .contains("think 1 model 1", "think 3")
        .doesNotContain("think 3 model 1");
  }

  @Test
  void anotherModelIsNotAskedForWhatIsNotTheModelsFault() {
    script.terms = new RunTerms(1, 0, 3, OnFailure.FAIL, OnExhausted.FINISH, null, false);
    script.onThink =
        step -> {
          throw ApplicationFailure.newNonRetryableFailure(
              "The database is away.", "database_unavailable", new FailureDetail(true, null));
        };
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.FAILED);
    assertThat(script.journal).noneMatch(line -> line.contains("model"));
  }

  @Test
  void failsWhenItsAgentSaysSo() {
    script.terms = GIVES_UP;
    failsWhileAway(badKey());
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.FAILED);
    assertThat(script.desk.papers).isEmpty();
  }

  @Test
  void waitsWithTheErrorAndWhatCanBeOrdered() {
    failsWhileAway(badKey());
    script.desk.onOpen = paper -> recover(paper, RecoveryOperation.CANCEL);
    flow.runToEnd();
    assertThat(script.desk.papers.getFirst().request)
        .returns(WaitReason.RECOVERY, r -> r.reason())
        .returns(null, r -> r.triesAgainIn());
    assertThat(script.desk.papers.getFirst().code()).isEqualTo("model_auth");
    assertThat(script.desk.papers.getFirst().request.operations())
        .containsExactly(
            RecoveryOperation.RETRY,
            RecoveryOperation.SWITCH_MODEL,
            RecoveryOperation.PROVIDE_RESULT,
            RecoveryOperation.FINISH_WITH_WHAT_IS_KNOWN,
            RecoveryOperation.CANCEL);
  }

  @Test
  void whatOnlyAPersonCanMendWaitsForThePerson() {
    failsWhileAway(badKey());
    flow.start();
    Desk.Paper paper = script.desk.next();
    after(Duration.ofDays(5));
    assertThat(Collections.frequency(script.journal, "think 1")).isEqualTo(1);
    away.set(false);
    recover(paper, RecoveryOperation.RETRY);
    assertThat(result()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(statuses()).containsExactly("waiting", "running", "succeeded");
  }

  @Test
  void aModelThatWasSwitchedIsAskedAsTheRunsOwn() {
    script.terms = withFallbacks(1);
    failsWhileAway(badKey());
    script.desk.onOpen =
        paper -> {
          away.set(false);
          recover(paper, RecoveryOperation.SWITCH_MODEL);
        };
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds())
        .endsWith("think 1 model 1", "open recovery 1", "think 1", "finish succeeded");
  }

  /** The answer is in the step's row: the activity commits it. */
  @Test
  void anAnswerThatAPersonProvidesIsHandedToTheThink() {
    failsWhileAway(badKey());
    script.desk.onOpen =
        paper -> {
          away.set(false);
          recover(paper, RecoveryOperation.PROVIDE_RESULT);
        };
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds()).endsWith("open recovery 1", "think 1", "finish succeeded");
  }

  @Test
  void finishesWithWhatIsKnownInOneLastCall() {
    script.onOrder =
        (step, order) -> {
          if (!order.last()) {
            throw badKey();
          }
          return new Decision.Respond();
        };
    script.desk.onOpen = paper -> recover(paper, RecoveryOperation.FINISH_WITH_WHAT_IS_KNOWN);
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds()).endsWith("think 1 last", "finish succeeded");
  }

  @Test
  void answersWithWhatItSaidWhenTheLastCallFailsToo() {
    failsWhileAway(badKey());
    script.desk.onOpen = paper -> recover(paper, RecoveryOperation.FINISH_WITH_WHAT_IS_KNOWN);
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds()).endsWith("think 1 last", "has answer", "finish succeeded");
  }

  @Test
  void failsWithTheFirstErrorWhenItHasNothingToShow() {
    script.hasAnswer = false;
    script.onOrder =
        (step, order) -> {
          throw order.last() ? down() : badKey();
        };
    script.desk.onOpen = paper -> recover(paper, RecoveryOperation.FINISH_WITH_WHAT_IS_KNOWN);
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.FAILED);
    assertThat(((Ending.Failed) script.ended().orElseThrow()).error().code())
        .isEqualTo("model_auth");
  }

  @Test
  void isCancelledByRecovery() {
    failsWhileAway(badKey());
    script.desk.onOpen = paper -> recover(paper, RecoveryOperation.CANCEL);
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.CANCELLED);
  }

  @Test
  void isCancelledWhileItWaits() {
    failsWhileAway(down());
    flow.start();
    script.desk.next();
    script.command();
    flow.ring();
    assertThat(result()).isEqualTo(RunStatus.CANCELLED);
    assertThat(script.deeds()).endsWith("finish cancelled");
  }

  @Test
  void outlivesAProviderThatIsDownForAnHour() {
    failsWhileAway(down());
    long back = flow.environment.currentTimeMillis() + Duration.ofHours(1).toMillis();
    script.desk.onOpen = paper -> away.set(script.clock.getAsLong() < back);
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.desk.papers.stream().map(paper -> paper.request.triesAgainIn()))
        .startsWith(
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(4),
            Duration.ofMinutes(8),
            Duration.ofMinutes(15),
            Duration.ofMinutes(15));
    assertThat(script.desk.papers).hasSizeBetween(8, 10);
    assertThat(script.desk.papers.stream().map(paper -> paper.request.occurrence()))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void stopsTryingByItselfAfterADayAndGoesOnWaiting() {
    failsWhileAway(down());
    flow.start();
    after(Duration.ofDays(4));
    Desk.Paper last = script.desk.papers.getLast();
    assertThat(last.request.triesAgainIn()).isNull();
    assertThat(last.openedAt - script.desk.papers.getFirst().openedAt)
        .isBetween(Duration.ofHours(23).toMillis(), Duration.ofHours(24).toMillis());
    away.set(false);
    recover(last, RecoveryOperation.RETRY);
    assertThat(result()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void aPersonWhoIsQuickerThanTheTimerWins() {
    failsWhileAway(down());
    flow.start();
    Desk.Paper paper = script.desk.next();
    away.set(false);
    recover(paper, RecoveryOperation.RETRY);
    assertThat(result()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds()).doesNotContain("retry recovery 1");
  }
}
