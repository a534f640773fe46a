package dev.perdure.skills.custom.mcp;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.skill.SkillContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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

  /** Something that is waited for. */
  @FunctionalInterface
  interface Wait<T> {
    /** Null when the time is over. */
    @Nullable T within(long nanos) throws InterruptedException;
  }

  /**
   * Waits for something within its time.
   *
   * @return null when the time is over
   * @throws PerdureException when it is stopped
   */
  <T> @Nullable T waitFor(Wait<T> wait) {
    Thread waiting = Thread.currentThread();
    AtomicBoolean stopped = new AtomicBoolean();
    try (Cancellation.Registration _ =
        cancellation.onRequest(() -> {
          stopped.set(true);
          waiting.interrupt();
        })) {
      return wait.within(left().toNanos());
    } catch (InterruptedException e) {
      if (!stopped.get()) {
        Thread.currentThread().interrupt();
      }
      throw PerdureException.cancelled();
    }
  }

  /** What is left of its time; never zero. */
  Duration left() {
    return Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
  }
}
