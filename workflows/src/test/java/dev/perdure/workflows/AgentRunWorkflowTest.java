package dev.perdure.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.perdure.core.run.Ending;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.step.Decision;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.ApplicationFailure;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** With workflows kept in memory, and with none kept, so that each task replays the history. */
@ParameterizedClass
@CsvSource({"100, false", "0, false", "100, true"})
class AgentRunWorkflowTest {

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
  void answersAfterOneThought() {
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.journal).containsExactly("begin", "think 1", "finish succeeded");
    assertThat(script.ended()).contains(new Ending.Answered(2));
  }

  @Test
  void numbersStepsInOrder() {
    script.onThink = Script.actingUntil(5, 1);
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.journal)
        .containsExactly(
            "begin", "think 1", "act 2.1", "think 3", "act 4.1", "think 5", "finish succeeded");
    assertThat(script.ended()).contains(new Ending.Answered(6));
  }

  @Test
  void runsToolCallsOfOneStepSideBySide() {
    CyclicBarrier allThere = new CyclicBarrier(3);
    script.onThink = Script.actingUntil(2, 3);
    script.onAct =
        call -> {
          try {
            allThere.await(30, TimeUnit.SECONDS);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
          return ActResult.DONE;
        };
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.journal).contains("act 2.1", "act 2.2", "act 2.3").hasSize(7);
  }

  @Test
  void tellsTheModelOfAToolThatFailedAndGoesOn() {
    script.onThink = Script.actingUntil(2, 2);
    script.onAct =
        call -> {
          if (call.call() == 1) {
            throw ApplicationFailure.newNonRetryableFailure("The disk is full.", "disk_full");
          }
          return ActResult.DONE;
        };
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.journal).contains("give up 2.1 disk_full").doesNotContain("give up 2.2");
    assertThat(script.journal).endsWith("think 3", "finish succeeded");
    assertThat(script.givenUp.getFirst().message()).isEqualTo("The disk is full.");
  }

  @Test
  void failsTheRunWithTheErrorOfTheModel() {
    script.onThink =
        step -> {
          throw ApplicationFailure.newNonRetryableFailure("The key is not valid.", "model_auth");
        };
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.FAILED);
    assertThat(script.deeds()).containsExactly("begin", "think 1", "finish failed");
    assertThat(((Ending.Failed) script.ended().orElseThrow()).error())
        .returns("model_auth", e -> e.code())
        .returns("The key is not valid.", e -> e.message());
  }

  @Test
  void stopsAtTheStepLimit() {
    assumeFalse(ofThisRelease, "the database counts steps now");
    script.maxSteps = 4;
    script.onThink = Script.actingUntil(1000, 1);
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.FAILED);
    assertThat(((Ending.Failed) script.ended().orElseThrow()).error().code())
        .isEqualTo("run_step_limit");
    assertThat(script.journal).contains("act 4.1").doesNotContain("think 5");
  }

  @Test
  void answersWithinItsLastStep() {
    script.maxSteps = 1;
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void doesNothingForARunThatEndedBeforeItBegan() {
    script.finish(flow.run, new Ending.Cancelled());
    script.journal.clear();
    assertThat(flow.runToEnd()).isNull();
    assertThat(script.journal).containsExactly("begin");
  }

  @Test
  void endsWithWhatStandsWhenAStepFindsTheRunEnded() {
    script.onThink =
        step -> {
          script.finish(flow.run, new Ending.Expired());
          return new Decision.Ended(RunStatus.EXPIRED);
        };
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.EXPIRED);
  }

  @Test
  void endsWhenAToolCallFindsTheRunEnded() {
    script.onThink = Script.actingUntil(2, 1);
    script.onAct = call -> ActResult.refused(RunStatus.CANCELLING);
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.CANCELLED);
    assertThat(script.journal).doesNotContain("think 3");
  }

  @Test
  void leavesARunThatWaitsForAPersonToThatPerson() {
    script.onThink = step -> new Decision.Ended(RunStatus.WAITING);
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.WAITING);
    assertThat(script.ended()).isEmpty();
  }

  @Test
  void failsInTemporalWhenTheRunIsNotThere() {
    script.onBegin =
        () -> {
          throw ApplicationFailure.newNonRetryableFailure("There is no run.", "run_not_found");
        };
    assertThatThrownBy(flow::runToEnd).isInstanceOf(WorkflowFailedException.class);
    assertThat(script.journal).containsExactly("begin");
  }

  @Test
  void writesTheStatusAttributeOnceAtTheEnd() {
    script.onThink = Script.actingUntil(5, 2);
    flow.runToEnd();
    assertThat(flow.events())
        .filteredOn(
            event -> event.getEventType() == EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES)
        .singleElement()
        .extracting(Object::toString)
        .asString()
        .contains("RunStatus", "\\\"succeeded\\\"");
  }

  @Test
  void historyPerStepIsConstantAndSmall() {
    script.onThink = Script.actingUntil(41, 1);
    flow.runToEnd();
    int size = flow.events().stream().mapToInt(e -> e.getSerializedSize()).sum();
    assertThat(size / 40).isLessThan(1500);
    assertThat(flow.events()).allSatisfy(e -> assertThat(e.getSerializedSize()).isLessThan(1000));
  }

  @Test
  void waitsForTheSlowestCallOfAStep() {
    CountDownLatch fastDone = new CountDownLatch(1);
    script.onThink = Script.actingUntil(2, 2);
    script.onAct =
        call -> {
          if (call.call() == 1) {
            fastDone.countDown();
            return ActResult.DONE;
          }
          try {
            assertThat(fastDone.await(30, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          script.journal.add("slow done");
          return ActResult.DONE;
        };
    flow.runToEnd();
    assertThat(script.journal.indexOf("think 3"))
        .isGreaterThan(script.journal.indexOf("slow done"));
  }
}
