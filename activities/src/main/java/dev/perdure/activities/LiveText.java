package dev.perdure.activities;

import dev.perdure.core.event.Delta;
import dev.perdure.core.port.LivePublisher;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Commit;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One message shown while it is being made: opened in PostgreSQL with the first text, then
 * published in small batches. Every piece carries the attempt's fence and its place in the text.
 */
final class LiveText {

  private static final Duration BATCH = Duration.ofMillis(20);
  private static final int LARGE = 2048;

  /**
   * What is shown.
   *
   * @param opening stores the message's id, before its first piece
   * @param opened called once, after the first piece
   */
  record Subject(
      Claim.Claimed step,
      UUID messageId,
      boolean reasoning,
      Supplier<Commit> opening,
      Runnable opened) {}

  private final Subject subject;
  private final LivePublisher live;
  private final Ticker ticker;
  private final StopSignal stop;

  private final ReentrantLock lock = new ReentrantLock();
  private final StringBuilder waiting = new StringBuilder();
  private int published;
  private boolean opened;
  private boolean flushing;
  private boolean closed;

  LiveText(Subject subject, LivePublisher live, Ticker ticker, StopSignal stop) {
    this.subject = subject;
    this.live = live;
    this.ticker = ticker;
    this.stop = stop;
  }

  void add(String delta) {
    lock.lock();
    try {
      if (closed || stop.requested()) {
        return;
      }
      waiting.append(delta);
      if (!opened) {
        open();
      } else if (waiting.length() >= LARGE) {
        flush();
      } else if (!flushing) {
        flushing = true;
        ticker.after(BATCH, this::flushLater);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The first text is shown at once; if the message can't be opened, the attempt is over. */
  private void open() {
    try {
      switch (subject.opening().get()) {
        case Commit.Done done -> {
          opened = true;
          live.events(done.events());
          flush();
          subject.opened().run();
        }
        case Commit.Refused refused -> stop.request(Failures.superseded(refused.reason()));
      }
    } catch (RuntimeException e) {
      stop.request(Failures.of(e));
    }
  }

  private void flushLater() {
    lock.lock();
    try {
      flushing = false;
      flush();
    } finally {
      lock.unlock();
    }
  }

  private void flush() {
    int end = waiting.length();
    if (end > 0 && !closed && Character.isHighSurrogate(waiting.charAt(end - 1))) {
      end--; // never half a character
    }
    if (end > 0) {
      String text = Texts.clean(waiting.substring(0, end)); // as it will be stored
      waiting.delete(0, end);
      live.delta(subject.step().step().run(), delta(text));
      published += text.length();
    }
  }

  private Delta delta(String text) {
    Claim.Claimed step = subject.step();
    return new Delta(
        step.step().run().runId(),
        step.step().stepId(),
        subject.messageId(),
        step.fence(),
        published,
        text,
        subject.reasoning(),
        step.facts().parentRunId());
  }

  /** Publishes the rest; nothing is published after. Tells whether the message was opened. */
  boolean close() {
    lock.lock();
    try {
      closed = true;
      if (opened) {
        flush();
      }
      return opened;
    } finally {
      lock.unlock();
    }
  }
}
