package dev.perdure.activities;

import dev.perdure.core.event.OutputDelta;
import dev.perdure.core.port.LivePublisher;
import dev.perdure.core.session.ContentPart.ToolCall;
import dev.perdure.core.skill.LiveOutput;
import dev.perdure.core.step.Claim;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What one call shows while it works, published in small batches. There is an end to it: a tool
 * that floods is no longer shown, for its result says what matters.
 */
final class ToolText implements LiveOutput, AutoCloseable {

  private static final Duration BATCH = Duration.ofMillis(50);
  private static final int LARGE = 4 * 1024;

  /** The most that is shown of one call, in UTF-16 units. */
  static final int MOST = 256 * 1024;

  private static final String ENOUGH = "\n[More is not shown.]\n";

  private final Claim.Claimed step;
  private final ToolCall call;
  private final LivePublisher live;
  private final Ticker ticker;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Channel, StringBuilder> waiting = new EnumMap<>(Channel.class);
  private int shown;
  private int taken;
  private boolean flushing;
  private boolean closed;

  ToolText(Claim.Claimed step, LivePublisher live, Ticker ticker) {
    this.step = step;
    this.call = Objects.requireNonNull(step.toolCall(), "a claim without its call");
    this.live = live;
    this.ticker = ticker;
  }

  @Override
  public void show(Channel channel, String text) {
    lock.lock();
    try {
      if (closed || text.isEmpty() || taken >= MOST) {
        return;
      }
      StringBuilder batch = waiting.computeIfAbsent(channel, _ -> new StringBuilder());
      int length = Math.min(text.length(), MOST - taken);
      batch.append(text, 0, length);
      taken += length;
      if (taken >= MOST) {
        batch.append(ENOUGH);
      }
      if (batch.length() >= LARGE) {
        flush();
      } else if (!flushing) {
        flushing = true;
        ticker.after(BATCH, this::flushLater);
      }
    } finally {
      lock.unlock();
    }
  }

  private void flushLater() {
    lock.lock();
    try {
      flushing = false;
      if (!closed) {
        flush();
      }
    } finally {
      lock.unlock();
    }
  }

  private void flush() {
    waiting.forEach(this::publish);
  }

  private void publish(Channel channel, StringBuilder batch) {
    int end = batch.length();
    if (end > 0 && !closed && Character.isHighSurrogate(batch.charAt(end - 1))) {
      end--; // never half a character
    }
    if (end == 0) {
      return;
    }
    String text = Texts.clean(batch.substring(0, end));
    batch.delete(0, end);
    live.output(
        step.step().run(),
        new OutputDelta(
            step.step().run().runId(),
            step.step().stepId(),
            call.id(),
            step.fence(),
            shown,
            channel,
            text,
            step.facts().parentRunId()));
    shown += text.length();
  }

  /** Publishes the rest; nothing is published after. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      flush();
    } finally {
      lock.unlock();
    }
  }
}
