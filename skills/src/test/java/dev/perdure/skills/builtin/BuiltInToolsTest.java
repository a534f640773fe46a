package dev.perdure.skills.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.run.RunRef;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.OrgId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BuiltInToolsTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T15:40:00.5Z"), ZoneOffset.UTC);

  private static ToolOutput call(Skill skill, Map<String, Object> arguments) {
    RunRef run = new RunRef(new OrgId(UUID.randomUUID()), UUID.randomUUID(), UUID.randomUUID());
    Tool tool = skill.tools().getFirst();
    assertThat(tool.descriptor().effect()).isEqualTo(Effect.NONE);
    return tool.call(ToolInvocation.of(StepRef.of(run, 1).withCall(1), arguments));
  }

  @Test
  void tellsTheTimeInTheClocksOwnZone() {
    assertThat(call(new ClockSkill(CLOCK), Map.of()))
        .isEqualTo(ToolOutput.of("2026-11-22T15:40:00Z, Sunday, time zone Z"));
  }

  @Test
  void tellsTheTimeInTheZoneAskedFor() {
    assertThat(call(new ClockSkill(CLOCK), Map.of("time_zone", "Asia/Tokyo")))
        .isEqualTo(ToolOutput.of("2026-11-23T00:40:00+09:00, Monday, time zone Asia/Tokyo"));
  }

  @Test
  void tellsOfAZoneThatDoesNotExist() {
    ToolOutput output = call(new ClockSkill(CLOCK), Map.of("time_zone", "Mars/Olympus"));
    assertThat(output.error()).isTrue();
    assertThat(output.content()).contains("Mars/Olympus").contains("IANA");
  }

  @Test
  void calculates() {
    assertThat(call(new CalculatorSkill(), Map.of("expression", "0.1 + 0.2")))
        .isEqualTo(ToolOutput.of("0.3"));
  }

  @Test
  void tellsWhatCannotBeCalculatedAndWhatIsAllowed() {
    ToolOutput output = call(new CalculatorSkill(), Map.of("expression", "two plus two"));
    assertThat(output.error()).isTrue();
    assertThat(output.content()).contains("can't be calculated").contains("Allowed:");
  }
}
