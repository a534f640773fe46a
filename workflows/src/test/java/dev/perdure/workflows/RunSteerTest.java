package dev.perdure.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.run.Ending;
import dev.perdure.core.run.RunStatus;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An input that comes while the run is answering. */
class RunSteerTest extends FlowTest {

  @Test
  void sendsAnAnsweringRunBackToThink() {
    AtomicInteger inputs = new AtomicInteger(2);
    script.insteadOfFinish =
        ending -> inputs.getAndDecrement() > 0 ? Optional.of(RunStatus.RUNNING) : Optional.empty();
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(script.deeds())
        .containsExactly(
            "begin",
            "think 1",
            "not finished running",
            "think 2",
            "not finished running",
            "think 3",
            "finish succeeded");
    assertThat(script.ended()).contains(new Ending.Answered(4));
    assertThat(statuses()).containsExactly("succeeded");
  }
}
