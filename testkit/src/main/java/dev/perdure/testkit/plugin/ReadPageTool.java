package dev.perdure.testkit.plugin;

import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Answers with a page from outside, which says whatever the test has others write. */
final class ReadPageTool implements Tool {

  @Override
  public ToolDescriptor descriptor() {
    return new ToolDescriptor(
            "read_page",
            "Reads a page.",
            Map.of(
                "type",
                "object",
                "properties",
                Map.of("page", Map.of("type", "string")),
                "required",
                List.of("page")),
            Effect.NONE,
            Duration.ofSeconds(10),
            2)
        .untrusting();
  }

  @Override
  public ToolOutput call(ToolInvocation call) {
    return ToolOutput.of("The page says: " + call.arguments().get("page"));
  }
}
