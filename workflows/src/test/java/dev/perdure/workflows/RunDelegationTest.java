package dev.perdure.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.core.run.Command;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.StepRef;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Sub-agents: runs of their own, whose end is a fact for the run that delegated to them. */
class RunDelegationTest extends FlowTest {

  /** The root delegates to this many, down to a depth; the deepest do what is given. */
  private void delegates(int width, int depth, Function<StepRef, Decision> deepest) {
    script.onThink =
        step -> {
          int above = level(step);
          if (above == depth) {
            return deepest.apply(step);
          }
          return step.number() == 1
              ? new Decision.Delegate(
                  IntStream.rangeClosed(1, width).mapToObj(FlowTest::plain).toList())
              : new Decision.Respond();
        };
  }

  private int level(StepRef step) {
    return script.helpers.name(step.run().runId()).split(">", -1).length - 1;
  }

  @Test
  void aSubAgentRunsToItsEndAndIsConcluded() {
    delegates(1, 1, step -> new Decision.Respond());
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds())
        .containsExactly(
            "begin",
            "think 1",
            "delegate 2.1",
            "2.1> begin",
            "2.1> think 1",
            "2.1> finish succeeded",
            "conclude 2.1 succeeded",
            "think 3",
            "finish succeeded");
  }

  @Test
  void severalRunSideBySide() {
    CyclicBarrier allThere = new CyclicBarrier(3);
    delegates(
        3,
        1,
        step -> {
          try {
            allThere.await(30, TimeUnit.SECONDS);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
          return new Decision.Respond();
        });
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds())
        .contains("conclude 2.1 succeeded", "conclude 2.2 succeeded", "conclude 2.3 succeeded");
  }

  @Test
  void toolsAndSubAgentsRunSideBySideAsTwoSteps() {
    CyclicBarrier bothThere = new CyclicBarrier(2);
    Runnable meet =
        () -> {
          try {
            bothThere.await(30, TimeUnit.SECONDS);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        };
    script.onThink =
        step -> {
          if (level(step) == 1) {
            meet.run();
            return new Decision.Respond();
          }
          return step.number() == 1
              ? new Decision.ActAndDelegate(List.of(plain(1)), List.of(plain(1)))
              : new Decision.Respond();
        };
    script.onAct =
        call -> {
          meet.run();
          return ActResult.DONE;
        };
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds()).contains("act 2.1", "delegate 3.1", "think 4");
  }

  @Test
  void aFailureIsAFactForTheParent() {
    script.helpers.terms = WAITS_AS_SUB_AGENT;
    delegates(
        1,
        1,
        step -> {
          throw ApplicationFailure.newNonRetryableFailure("The key is not valid.", "model_auth");
        });
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds())
        .containsSubsequence("2.1> finish failed", "conclude 2.1 failed", "think 3");
    assertThat(script.desk.papers).isEmpty();
  }

  private static final RunTerms WAITS_AS_SUB_AGENT =
      new RunTerms(1, 0, 0, WAITS.onFailure(), WAITS.onExhausted(), null, true);

  /** As when an operator terminates it, which the test server does not tell the parent. */
  @Test
  void aWorkflowThatFailedIsAFactToo() {
    delegates(1, 1, step -> new Decision.Respond());
    script.onBegin =
        () -> {
          if (script.journal.contains("2.1> begin")) {
            throw ApplicationFailure.newNonRetryableFailure("There is no run.", "run_not_found");
          }
        };
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds()).containsSubsequence("conclude 2.1 lost", "think 3");
  }

  @Test
  void aSubAgentThatIsCancelledByItselfIsAFactToo() {
    CountDownLatch thinking = new CountDownLatch(1);
    delegates(
        1,
        1,
        step -> {
          thinking.countDown();
          throw Script.untilCancelled();
        });
    flow.start();
    await(thinking);
    script.command(script.helpers.child("2.1").runId(), Command.Kind.CANCEL, null, null);
    flow.ring(script.helpers.child("2.1"));
    assertThat(result()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds()).containsSubsequence("conclude 2.1 cancelled", "think 3");
  }

  @Test
  void aCallThatCannotBeDelegatedHasItsResult() {
    delegates(1, 1, step -> new Decision.Respond());
    script.helpers.instead = call -> new DelegateActivities.Delegated(null, null, null);
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds())
        .containsExactly("begin", "think 1", "delegate 2.1", "think 3", "finish succeeded");
  }

  @Test
  void aParentThatTakesNoMoreWorkStops() {
    delegates(1, 1, step -> new Decision.Respond());
    script.helpers.instead =
        call -> new DelegateActivities.Delegated(null, null, RunStatus.CANCELLING);
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.CANCELLED);
  }

  @Test
  void aDelegationCanBeGated() {
    decides(new Decision.Delegate(List.of(approved(1))));
    Function<StepRef, Decision> root = script.onThink;
    script.onThink = step -> level(step) == 1 ? new Decision.Respond() : root.apply(step);
    flow.start();
    Desk.Paper paper = script.desk.next();
    after(Duration.ofDays(2));
    assertThat(script.deeds()).endsWith("open approval 2.1");
    paper.settle(Command.Kind.APPROVE, null);
    flow.ring();
    assertThat(result()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds()).containsSubsequence("delegate 2.1", "2.1> finish succeeded");
  }

  @Test
  void aSubAgentWaitsForAPersonWhileItsParentWaitsForIt() {
    script.onThink =
        step -> {
          if (step.number() > 1) {
            return new Decision.Respond();
          }
          return level(step) == 0
              ? new Decision.Delegate(List.of(plain(1)))
              : new Decision.Act(List.of(approved(1)));
        };
    flow.start();
    Desk.Paper paper = script.desk.next();
    after(Duration.ofDays(4));
    assertThat(script.deeds()).endsWith("2.1> open approval 2.1");
    paper.settle(Command.Kind.APPROVE, null);
    flow.ring(script.helpers.child("2.1"));
    assertThat(result()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(statuses()).containsExactly("succeeded");
  }

  @Test
  void aCancelReachesTheDeepestAndEndsThemFromBelow() {
    CountDownLatch thinking = new CountDownLatch(4);
    delegates(
        2,
        2,
        step -> {
          thinking.countDown();
          throw Script.untilCancelled();
        });
    flow.start();
    await(thinking);
    script.command();
    flow.ring();
    assertThat(result()).isEqualTo(RunStatus.CANCELLED);
    assertThat(script.deeds())
        .contains(
            "2.1> 2.1> stopped think 1",
            "2.1> 2.2> finish cancelled",
            "2.2> 2.1> finish cancelled",
            "2.1> finish cancelled")
        .endsWith("finish cancelled");
    assertThat(script.deeds())
        .containsSubsequence(
            "2.1> 2.1> finish cancelled",
            "2.1> conclude 2.1 cancelled",
            "2.1> finish cancelled",
            "conclude 2.1 cancelled",
            "finish cancelled");
  }

  @Test
  void anOperatorsCancelReachesTheDeepest() {
    CountDownLatch thinking = new CountDownLatch(1);
    delegates(
        1,
        2,
        step -> {
          thinking.countDown();
          throw Script.untilCancelled();
        });
    flow.start();
    await(thinking);
    flow.running().cancel();
    assertThatThrownBy(flow::result).hasCauseInstanceOf(CanceledFailure.class);
    assertThat(script.deeds())
        .containsSubsequence(
            "2.1> 2.1> finish cancelled", "2.1> finish cancelled", "finish cancelled");
  }

  @Test
  void aCancelEndsTheWaitOfASubAgent() {
    script.onThink =
        step ->
            level(step) == 0
                ? new Decision.Delegate(List.of(plain(1)))
                : new Decision.Act(List.of(approved(1)));
    flow.start();
    script.desk.next();
    after(Duration.ofDays(1));
    script.command();
    flow.ring();
    // the test server skips time while a cancel is on its way to a child
    Awaitility.await().until(() -> script.journal.contains("2.1> finish cancelled"));
    assertThat(result()).isEqualTo(RunStatus.CANCELLED);
    assertThat(script.deeds()).contains("2.1> finish cancelled", "conclude 2.1 cancelled");
  }
}
