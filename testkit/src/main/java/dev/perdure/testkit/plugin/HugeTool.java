package dev.perdure.testkit.plugin;

import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Answers with as many characters as it is told: lines of ten, numbered. */
final class HugeTool implements Tool {

  @Override
  public ToolDescriptor descriptor() {
    return new ToolDescriptor(
        "huge",
        "Answers at length.",
        Map.of(
            "type",
            "object",
            "properties",
            Map.of("characters", Map.of("type", "integer", "minimum", 0, "maximum", 32_000_000)),
            "required",
            List.of("characters")),
        Effect.NONE,
        Duration.ofSeconds(30),
        2);
  }

  @Override
  public ToolOutput call(ToolInvocation call) {
    int length = ((Number) call.arguments().getOrDefault("characters", 0)).intValue();
    var text = new StringBuilder(length + 10);
    for (int line = 0; text.length() < length; line++) {
      text.append("%09d%n".formatted(line).replace("\r", ""));
    }
    text.setLength(length);
    return ToolOutput.of(text.toString());
  }
}
