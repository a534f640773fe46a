package dev.perdure.activities;

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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A skill whose tools do what a test says: {@code probe} may be repeated, {@code fire} may not,
 * {@code dig} may take long.
 */
final class LabSkill implements Skill {

  static final Duration LIMIT = Duration.ofMillis(700);

  final List<ToolInvocation> invocations = new CopyOnWriteArrayList<>();
  Function<ToolInvocation, ToolOutput> onCall =
      call -> ToolOutput.of("probed " + call.arguments().get("what"));

  @Override
  public SkillDescriptor descriptor() {
    return new SkillDescriptor("lab", "1", "Laboratory", "For tests", "Probe before you answer.");
  }

  @Override
  public List<Tool> tools() {
    return List.of(
        tool("probe", Effect.NONE, LIMIT),
        tool("fire", Effect.ONCE, LIMIT),
        tool("dig", Effect.NONE, Duration.ofSeconds(40)));
  }

  private Tool tool(String name, Effect effect, Duration limit) {
    ToolDescriptor descriptor =
        new ToolDescriptor(
            name,
            "Does what a test says.",
            Map.of(
                "type", "object",
                "properties", Map.of("what", Map.of("type", "string")),
                "required", List.of("what")),
            effect,
            limit,
            3);
    return new Tool() {
      @Override
      public ToolDescriptor descriptor() {
        return descriptor;
      }

      @Override
      public ToolOutput call(ToolInvocation invocation) {
        invocations.add(invocation);
        return onCall.apply(invocation);
      }
    };
  }
}
