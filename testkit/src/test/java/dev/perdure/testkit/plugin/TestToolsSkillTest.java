package dev.perdure.testkit.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.skill.Risk;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.OrgId;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TestToolsSkillTest {

  @Test
  void oneFailsAsItIsTold() {
    var again = call(Map.of("code", "busy", "retryable", true));
    var failure = catchThrowableOfType(PerdureException.class, () -> tool("fail").call(again));
    assertThat(failure.error())
        .returns("busy", error -> error.code())
        .returns(true, error -> error.retryable());
    var once = call(Map.of());
    var last = catchThrowableOfType(PerdureException.class, () -> tool("fail").call(once));
    assertThat(last.error().retryable()).isFalse();
  }

  @Test
  void oneAnswersAtLength() {
    assertThat(tool("huge").call(call(Map.of("characters", 12_345))).content()).hasSize(12_345);
  }

  @Test
  void oneTakesItsTimeAndHearsWhenItIsToStop() {
    assertThat(tool("slow").call(call(Map.of("ms", 1))).error()).isFalse();
    Cancellation stopped =
        new Cancellation() {
          @Override
          public boolean requested() {
            return true;
          }

          @Override
          public Registration onRequest(Runnable action) {
            action.run();
            return () -> {};
          }
        };
    var call = call(Map.of("ms", 60_000)).with(stopped);
    assertThatThrownBy(() -> tool("slow").call(call)).hasMessageContaining("cancelled");
  }

  @Test
  void oneIsOfHighRisk() {
    assertThat(tool("risky").descriptor().risk()).isEqualTo(Risk.HIGH);
    assertThat(tool("risky").call(call(Map.of("what", "it"))).content()).isEqualTo("Did it.");
  }

  private static Tool tool(String name) {
    return new TestToolsSkill()
        .tools().stream()
            .filter(tool -> tool.descriptor().name().equals(name))
            .findFirst()
            .orElseThrow();
  }

  private static ToolInvocation call(Map<String, Object> arguments) {
    var run = new RunRef(new OrgId(UUID.randomUUID()), UUID.randomUUID(), UUID.randomUUID());
    return ToolInvocation.of(StepRef.of(run, 2).withCall(1), arguments);
  }
}
