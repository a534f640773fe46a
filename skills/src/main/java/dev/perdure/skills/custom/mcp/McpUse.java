package dev.perdure.skills.custom.mcp;

import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.skill.SkillContext;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * One use of a connection.
 *
 * @param context of the organization it is used for
 * @param http ends with what it is used for
 * @param end when its time is over, by {@link System#nanoTime}
 * @param progress told what the server says while it works
 */
record McpUse(
    SkillContext context,
    OutboundHttp http,
    Cancellation cancellation,
    long end,
    Consumer<String> progress) {

  /** A use by a person who sets a skill up. */
  static McpUse of(SkillContext context, Duration time) {
    return new McpUse(
        context, context.http(), Cancellation.NEVER, System.nanoTime() + time.toNanos(), _ -> {});
  }

  /** What is left of its time; never zero. */
  Duration left() {
    return Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
  }
}
