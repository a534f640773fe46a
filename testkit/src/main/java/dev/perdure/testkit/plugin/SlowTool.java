package dev.perdure.testkit.plugin;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Takes as long as it is told. */
final class SlowTool implements Tool {

  @Override
  public ToolDescriptor descriptor() {
    return new ToolDescriptor(
        "slow",
        "Waits.",
        Map.of(
            "type",
            "object",
            "properties",
            Map.of("ms", Map.of("type", "integer", "minimum", 0)),
            "required",
            List.of("ms")),
        Effect.NONE,
        Duration.ofSeconds(60),
        3);
  }

  @Override
  public ToolOutput call(ToolInvocation call) {
    long ms = ((Number) call.arguments().getOrDefault("ms", 0)).longValue();
    var told = new CountDownLatch(1);
    try (var _ = call.cancellation().onRequest(told::countDown)) {
      if (told.await(ms, TimeUnit.MILLISECONDS)) {
        throw PerdureException.cancelled();
      }
      return ToolOutput.of("Waited " + ms + " ms.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw PerdureException.cancelled();
    }
  }
}
