package dev.perdure.testkit.plugin;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import java.time.Duration;
import java.util.Map;

/** Fails as it is told. */
final class FailingTool implements Tool {

  @Override
  public ToolDescriptor descriptor() {
    return new ToolDescriptor(
        "fail",
        "Fails.",
        Map.of(
            "type",
            "object",
            "properties",
            Map.of("code", Map.of("type", "string"), "retryable", Map.of("type", "boolean"))),
        Effect.NONE,
        Duration.ofSeconds(10),
        2);
  }

  @Override
  public ToolOutput call(ToolInvocation call) {
    String code = String.valueOf(call.arguments().getOrDefault("code", "failed"));
    String message = "It failed as it was told: " + code + ".";
    throw Boolean.TRUE.equals(call.arguments().get("retryable"))
        ? PerdureException.toolRetryable(code, message, null, null)
        : PerdureException.toolFinal(code, message, null);
  }
}
