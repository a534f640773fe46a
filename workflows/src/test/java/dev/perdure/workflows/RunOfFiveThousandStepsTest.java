package dev.perdure.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.run.RunStatus;
import io.temporal.workflow.Workflow;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run as long as an agent's configuration lets it be useful. */
class RunOfFiveThousandStepsTest {

  private static final int STEPS = 5_000;

  @Test
  @Timeout(180)
  void takesEachOnceInOrder() {
    Script script = new Script();
    script.terms = FlowTest.WAITS;
    script.maxSteps = STEPS + 1;
    script.onThink = Script.actingUntil(STEPS + 1, 1);
    try (FlowHarness flow =
        new FlowHarness(script, 100, () -> Workflow.getInfo().getHistoryLength() > 1_000)) {
      assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    }
    List<String> deeds = script.deeds();
    assertThat(deeds).hasSize(STEPS + 3).doesNotHaveDuplicates();
    assertThat(Collections.frequency(deeds, "think 4999")).isEqualTo(1);
    assertThat(deeds).endsWith("act 5000.1", "think 5001", "finish succeeded");
  }
}
