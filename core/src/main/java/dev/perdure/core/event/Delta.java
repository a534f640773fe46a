package dev.perdure.core.event;

import java.util.UUID;

/**
 * A piece of an open message. Live only: Redis carries it, PostgreSQL never sees it.
 *
 * @param fence the attempt that writes the message
 * @param offset where the piece begins in the message's text, in UTF-16 units
 */
public record Delta(
    UUID runId, String stepId, UUID messageId, long fence, int offset, String text) {

  /** Where the next piece begins. */
  public int end() {
    return offset + text.length();
  }
}
