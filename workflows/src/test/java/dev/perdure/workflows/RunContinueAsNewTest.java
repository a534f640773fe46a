package dev.perdure.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.core.run.RunStatus;
import dev.perdure.core.step.Decision;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** A run whose history becomes long all the time. */
@ParameterizedClass
@ValueSource(ints = {100, 0})
class RunContinueAsNewTest {

  private static final int LONG_HISTORY = 20;

  @Parameter int cacheSize;

  private final Script script = new Script();
  private FlowHarness flow;

  @BeforeEach
  void start() {
    flow =
        new FlowHarness(
            script, cacheSize, () -> Workflow.getInfo().getHistoryLength() > LONG_HISTORY);
  }

  @AfterEach
  void stop() {
    flow.close();
  }

  @Test
  void carriesTheNumberOfTheNextStep() {
    script.onThink = Script.actingUntil(21, 1);
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds().stream().filter(deed -> deed.startsWith("think")))
        .containsExactlyElementsOf(
            IntStream.iterate(1, n -> n <= 21, n -> n + 2).mapToObj(n -> "think " + n).toList());
    assertThat(script.deeds()).containsOnlyOnce("begin").endsWith("finish succeeded");
    assertThat(wasContinued()).isTrue();
  }

  @Test
  void carriesTheStepLimit() {
    script.maxSteps = 12;
    script.onThink = Script.actingUntil(1000, 1);
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.FAILED);
    assertThat(script.deeds()).contains("act 12.1").doesNotContain("think 13");
  }

  @Test
  void hearsABellRungAtEveryStep() {
    script.onThink =
        step -> {
          if (step.number() == 11) {
            script.command();
            flow.ring();
            return Script.resultInSpiteOfCancel(Script.acts(1, 1));
          }
          flow.ring();
          return Script.acts(1, 1);
        };
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.CANCELLED);
    assertThat(script.deeds()).contains("think 11").doesNotContain("act 12.1");
  }

  @Test
  void takesACommandWhoseBellWasNeverHeard() {
    script.onThink =
        step -> {
          if (step.number() == 1) {
            script.command();
          }
          return Script.acts(1, 1);
        };
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.CANCELLED);
    assertThat(wasContinued()).isTrue();
  }

  @Test
  void hearsAnOperatorAtAStepBoundary() {
    script.onThink = step -> step.number() < 9 ? Script.acts(1, 1) : new Decision.Respond();
    script.onAct =
        call -> {
          if (call.number() == 6) {
            flow.running().cancel();
            return Script.resultInSpiteOfCancel(ActResult.DONE);
          }
          return ActResult.DONE;
        };
    flow.start();
    assertThatThrownBy(flow::result).hasCauseInstanceOf(CanceledFailure.class);
    assertThat(script.deeds()).endsWith("finish cancelled").doesNotContain("think 9");
  }

  private boolean wasContinued() {
    return !flow.events()
        .getFirst()
        .getWorkflowExecutionStartedEventAttributes()
        .getContinuedExecutionRunId()
        .isEmpty();
  }
}
