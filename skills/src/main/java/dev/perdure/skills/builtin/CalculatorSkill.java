package dev.perdure.skills.builtin;

import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillDescriptor;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Calculates. */
public final class CalculatorSkill implements Skill {

  static final int MAX_LENGTH = 1_000;

  private final Tool calculate = new Calculate(new Arithmetic());

  @Override
  public SkillDescriptor descriptor() {
    return new SkillDescriptor(
        "calculator", "1", "Calculator", "Calculates with exact decimals.", "");
  }

  @Override
  public List<Tool> tools() {
    return List.of(calculate);
  }

  private record Calculate(Arithmetic arithmetic) implements Tool {

    private static final String EXPRESSION = "expression";
    private static final Map<String, Object> SCHEMA =
        Map.of(
            "type",
            "object",
            "properties",
            Map.of(
                EXPRESSION,
                Map.of(
                    "type",
                    "string",
                    "description",
                    "Such as (2.5 + 1) * 4 ^ 2. " + Arithmetic.HELP,
                    "minLength",
                    1,
                    "maxLength",
                    MAX_LENGTH)),
            "required",
            List.of(EXPRESSION),
            "additionalProperties",
            false);

    @Override
    public ToolDescriptor descriptor() {
      return new ToolDescriptor(
          "calculate",
          "Calculates an arithmetic expression with exact decimals. Use it instead of reckoning.",
          SCHEMA,
          Effect.NONE,
          Duration.ofSeconds(5),
          3);
    }

    @Override
    public ToolOutput call(ToolInvocation invocation) {
      try {
        String expression = String.valueOf(invocation.arguments().get(EXPRESSION));
        return ToolOutput.of(arithmetic.calculate(expression));
      } catch (CalculationException e) {
        return ToolOutput.failure(e.getMessage() + " " + Arithmetic.HELP);
      }
    }
  }
}
