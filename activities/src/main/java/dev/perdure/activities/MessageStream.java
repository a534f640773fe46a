package dev.perdure.activities;

import dev.perdure.core.check.Checkpoints;
import dev.perdure.core.event.Delta;
import dev.perdure.core.model.ModelListener;
import dev.perdure.core.port.LivePublisher;
import dev.perdure.core.port.StepStore;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Commit;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Shows a message while it is being made: opens it in PostgreSQL with the first text, then
 * publishes the text in small batches. Every piece carries the attempt's fence and its place in the
 * text.
 */
final class MessageStream implements ModelListener {

  private static final Duration BATCH = Duration.ofMillis(20);
  private static final int LARGE = 2048;

  private final Claim.Claimed step;
  private final UUID messageId;
  private final StepStore steps;
  private final LivePublisher live;
  private final Checkpoints checkpoints;
  private final Ticker ticker;
  private final StopSignal stop;

  private final ReentrantLock lock = new ReentrantLock();
  private final StringBuilder waiting = new StringBuilder();
  private int published;
  private boolean opened;
  private boolean flushing;
  private boolean closed;

  MessageStream(
      Claim.Claimed step,
      UUID messageId,
      StepStore steps,
      LivePublisher live,
      Checkpoints checkpoints,
      Ticker ticker,
      StopSignal stop) {
    this.step = step;
    this.messageId = messageId;
    this.steps = steps;
    this.live = live;
    this.checkpoints = checkpoints;
    this.ticker = ticker;
    this.stop = stop;
  }

  @Override
  public void text(String delta) {
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
      switch (steps.openMessage(step, messageId)) {
        case Commit.Done done -> {
          opened = true;
          live.events(done.events());
          flush();
          checkpoints.reached(Checkpoints.Point.DURING_MODEL_STREAM, step.step().stepId());
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
      live.delta(step.step().run(), delta(text));
      published += text.length();
    }
  }

  private Delta delta(String text) {
    var ref = step.step();
    return new Delta(ref.run().runId(), ref.stepId(), messageId, step.fence(), published, text);
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
