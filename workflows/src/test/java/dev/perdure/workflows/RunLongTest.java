package dev.perdure.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.agent.OnExhausted;
import dev.perdure.core.agent.OnFailure;
import dev.perdure.core.run.Command;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.PlannedCall;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Runs that continue as new between their steps, with everything they know. */
class RunLongTest extends FlowTest {

  private static final int LONG_HISTORY = 25;

  @Override
  boolean historyIsLong() {
    return Workflow.getInfo().getHistoryLength() > LONG_HISTORY;
  }

  private boolean continued() {
    return !flow.events()
        .getFirst()
        .getWorkflowExecutionStartedEventAttributes()
        .getContinuedExecutionRunId()
        .isEmpty();
  }

  /** Every third step is gated, every fifth delegates. */
  private Decision mixed(int step, PlannedCall call) {
    return step % 5 == 0
        ? new Decision.Delegate(List.of(plain(1)))
        : new Decision.Act(List.of(call));
  }

  @Test
  void carriesTheTermsSoThatItStillWaits() {
    script.onThink =
        step -> {
          if (script.helpers.has(step.run()) || step.number() > 30) {
            return new Decision.Respond();
          }
          return mixed(step.number(), step.number() % 3 == 0 ? approved(1) : plain(1));
        };
    script.desk.onOpen =
        paper -> {
          paper.settle(Command.Kind.APPROVE, null);
          flow.ring();
        };
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(continued()).isTrue();
    assertThat(script.deeds())
        .containsOnlyOnce("begin")
        .contains("open approval 22.1", "act 28.1", "conclude 26.1 succeeded")
        .endsWith("think 31", "finish succeeded");
  }

  @Test
  void carriesAPause() {
    script.onThink =
        step -> {
          if (step.number() == 9) {
            script.command(Command.Kind.PAUSE);
            flow.ring();
            await(script.taken);
          }
          return step.number() < 21 ? Script.acts(1, 1) : new Decision.Respond();
        };
    flow.start();
    after(Duration.ofDays(2));
    assertThat(script.deeds()).contains("think 9").doesNotContain("act 10.1");
    script.command(Command.Kind.RESUME);
    flow.ring();
    assertThat(result()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void carriesWhenItsTimeIsOver() {
    AtomicLong waited = new AtomicLong();
    script.terms =
        new RunTerms(1, 0, 0, OnFailure.WAIT, OnExhausted.FINISH, Duration.ofHours(1), false);
    script.onThink =
        step ->
            switch (step.number()) {
              case 15 -> new Decision.Act(List.of(approved(1)));
              case 17 -> new Decision.Respond();
              default -> Script.acts(1, 1);
            };
    script.desk.onExpire = paper -> waited.set(script.clock.getAsLong() - paper.openedAt);
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(continued()).isTrue();
    assertThat(waited.get()).isBetween(1L, Duration.ofHours(1).toMillis() + 5_000);
  }

  @Test
  void aRecoveredRunGoesOnWhereItWas() {
    script.terms = new RunTerms(7, 3, 0, OnFailure.WAIT, OnExhausted.WAIT, null, false);
    script.onThink = Script.actingUntil(9, 1);
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.journal).contains("take after 3");
    assertThat(script.deeds())
        .containsExactly("begin", "think 7", "act 8.1", "think 9", "finish succeeded");
  }
}
