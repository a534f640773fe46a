package dev.perdure.testkit.plugin;

import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Risk;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Is of high risk by its own account, and does nothing. */
final class RiskyTool implements Tool {

  @Override
  public ToolDescriptor descriptor() {
    return new ToolDescriptor(
        "risky",
        "Does what needs approval.",
        Map.of(
            "type",
            "object",
            "properties",
            Map.of("what", Map.of("type", "string")),
            "required",
            List.of("what")),
        Effect.NONE,
        Duration.ofSeconds(10),
        2,
        Risk.HIGH);
  }

  @Override
  public ToolOutput call(ToolInvocation call) {
    return ToolOutput.of("Did " + call.arguments().get("what") + ".");
  }
}
