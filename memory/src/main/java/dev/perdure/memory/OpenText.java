package dev.perdure.memory;

import dev.perdure.core.event.Delta;
import dev.perdure.core.run.RunRef;
import java.time.Duration;
import java.util.Optional;

/**
 * The text of a message that this process is writing: the whole of it, and how much of it has been
 * published. What was not published yet goes out as one piece, however many deltas it was.
 */
final class OpenText {

  private final RunRef run;
  private final Delta first;
  private final StringBuilder text = new StringBuilder();
  private int published;
  private long keptBytes;
  private boolean queued;
  private long touchedNanos = System.nanoTime();

  OpenText(RunRef run, Delta first) {
    this.run = run;
    this.first = first;
  }

  RunRef run() {
    return run;
  }

  /** The key its text is kept under. */
  String key() {
    return Keys.openText(run.orgId(), run.sessionId(), first.messageId());
  }

  /**
   * Adds what is new in a delta; one that does not fit on is left out.
   *
   * @return whether it has to be queued, which it is not already
   */
  synchronized boolean add(Delta delta) {
    if (delta.offset() <= text.length() && delta.end() > text.length()) {
      text.append(delta.text(), text.length() - delta.offset(), delta.text().length());
    }
    touchedNanos = System.nanoTime();
    boolean queue = !queued;
    queued = true;
    return queue;
  }

  /** It was not queued after all. */
  synchronized void notQueued() {
    queued = false;
  }

  /** Takes it from the queue: what is to be published, which never ends in half a character. */
  synchronized Optional<Piece> take() {
    queued = false;
    int end = text.length();
    if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    if (end <= published) {
      return Optional.empty();
    }
    String piece = text.substring(published, end);
    Delta delta =
        new Delta(
            first.runId(), first.stepId(), first.messageId(), first.fence(), published, piece);
    return Optional.of(new Piece(delta, keptBytes));
  }

  /**
   * A piece is out.
   *
   * @param bytes how long what is kept of the text is with it
   */
  synchronized void published(Piece piece, long bytes) {
    published = piece.delta().end();
    keptBytes = bytes;
  }

  /** What has been published is kept anew, in so many bytes. */
  synchronized void kept(long bytes) {
    keptBytes = bytes;
  }

  /** All that has been published. */
  synchronized String publishedText() {
    return text.substring(0, published);
  }

  synchronized boolean idleFor(Duration time) {
    return System.nanoTime() - touchedNanos > time.toNanos();
  }

  /**
   * A piece to publish.
   *
   * @param bytesBefore how long what is kept of the text is without it
   */
  record Piece(Delta delta, long bytesBefore) {}
}
