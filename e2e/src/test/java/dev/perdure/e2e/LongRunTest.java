package dev.perdure.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.devstack.SharedDevStack;
import dev.perdure.e2e.client.AgentSpec;
import dev.perdure.e2e.client.RunView;
import dev.perdure.e2e.client.StepView;
import dev.perdure.e2e.harness.Ground;
import dev.perdure.e2e.harness.PerdureStack;
import dev.perdure.workflows.AgentRunWorkflowImpl;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.WorkflowReplayer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Runs that continue as new again and again, because a Temporal of their own suggests it early:
 * nobody who watches or cancels them notices. With {@code -Dperdure.turns=2500} one of them takes
 * 5,000 steps.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LongRunTest {

  /** A turn of THINK and ACT leaves a dozen events. */
  private static final int SUGGESTED_AFTER = 60;

  private static final int TURNS = Integer.getInteger("perdure.turns", 30);

  private PerdureStack stack;
  private String agent;

  @BeforeAll
  void start() {
    stack =
        PerdureStack.start(
            Ground.withOwnTemporal(
                SharedDevStack.get().forTest(LongRunTest.class),
                Map.of(
                    "limit.historyCount.suggestContinueAsNew", Integer.toString(SUGGESTED_AFTER))),
            1,
            1,
            Map.of("PERDURE_HEARTBEAT", "2s"));
    agent =
        stack
            .client()
            .createAgent(
                new AgentSpec(
                    "tireless", "Go on.", PerdureStack.SCRIPTED_MODEL, List.of("clock"), 100_000));
  }

  @AfterAll
  void stop() {
    stack.close();
  }

  @Test
  void stepsAndStreamGoOnWithoutAGapWhereTheRunContinuesAsNew() throws Exception {
    Story story =
        Story.begin(
            stack,
            agent,
            "[[loop " + TURNS + " clock {\"i\": \"$i\"}]] [[say done]]",
            Seeds.next());
    RunView run = stack.client().awaitEnd(story.runId(), Story.PATIENCE.multipliedBy(TURNS));
    assertThat(run.answer()).isEqualTo("done");
    RunAudit audit = RunAudit.of(stack, story.awaitEnd());
    audit.everythingAgrees();
    assertThat(audit.steps().stream().map(StepView::stepId).map(LongRunTest::number).distinct())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 2 * TURNS + 2).boxed().toList());

    List<WorkflowExecutionHistory> chain = chain(story.runId());
    System.out.printf("[e2e] %d turns in %d executions%n", TURNS, chain.size());
    assertThat(chain).hasSizeGreaterThan(TURNS * 12 / SUGGESTED_AFTER / 2);
    for (WorkflowExecutionHistory history : chain) {
      assertThat(started(history).getPriority().getFairnessKey()).isEqualTo(stack.tenant().orgId());
      WorkflowReplayer.replayWorkflowExecution(history, AgentRunWorkflowImpl.class);
    }
    HistoriesTest.keep("continues-as-new", chain.getFirst());
    HistoriesTest.keep("continued-and-continues", chain.get(1));
    HistoriesTest.keep("continued-and-answers", chain.getLast());
  }

  /** A cancel after each number of calls that an execution has, and some more. */
  @Test
  void aCancelAroundTheChangeIsHeard() {
    List<Story> stories =
        IntStream.rangeClosed(1, 2 * SUGGESTED_AFTER / 12).mapToObj(this::cancelledAfter).toList();
    for (Story story : stories) {
      Story.Told told = story.awaitEnd();
      assertThat(told.run().status()).isEqualTo("cancelled");
      RunAudit.of(stack, told).everythingAgrees();
    }
    assertThat(stories.stream().map(story -> chain(story.runId()).size()))
        .as("executions of the runs")
        .contains(1, 2);
  }

  private Story cancelledAfter(int calls) {
    String mark = "mark-" + UUID.randomUUID();
    Story story =
        Story.begin(stack, agent, "[[loop 1000 clock {\"i\": \"$i\"}]] " + mark, Seeds.next());
    Awaitility.await()
        .pollInterval(Duration.ofMillis(10))
        .atMost(Story.PATIENCE)
        .until(() -> stack.models().reportOf(mark).requests().size() >= calls);
    stack.client().cancel(story.runId());
    return story;
  }

  private List<WorkflowExecutionHistory> chain(String runId) {
    try (Operator operator = new Operator(stack.ground().temporalAddress())) {
      return operator.chain(runId);
    }
  }

  private static WorkflowExecutionStartedEventAttributes started(WorkflowExecutionHistory history) {
    return history.getEvents().getFirst().getWorkflowExecutionStartedEventAttributes();
  }

  /** The number of a step, also of one of its calls. */
  private static int number(String stepId) {
    return Integer.parseInt(stepId.replaceFirst("^.*/", "").replaceFirst("[.~].*$", ""));
  }
}
