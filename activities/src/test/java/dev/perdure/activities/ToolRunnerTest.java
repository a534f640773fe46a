package dev.perdure.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.ToolDescriptor;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToolRunnerTest {

  private static final ToolDescriptor TOOL =
      new ToolDescriptor("send", "Sends.", Map.of(), Effect.ONCE, Duration.ofSeconds(5), 1);

  @Test
  void aRequestThatWasNotSentChangedNothing() {
    assertThat(endOf("outbound_refused", false)).isInstanceOf(ToolRunner.End.Failed.class);
  }

  @Test
  void nobodyKnowsHowFarARequestGotThatWasSent() {
    assertThat(endOf("outbound_timeout", true)).isInstanceOf(ToolRunner.End.Lost.class);
  }

  private static ToolRunner.End<Object> endOf(String code, boolean sent) {
    return ToolRunner.run(
        TOOL,
        stop -> {
          throw PerdureException.outbound(code, "It failed.", false, sent, null);
        },
        new StopSignal(),
        late -> {});
  }
}
