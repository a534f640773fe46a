package dev.perdure.core.event;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A piece of an open message. Live only: Redis carries it, PostgreSQL never sees it.
 *
 * @param fence the attempt that writes the message
 * @param offset where the piece begins in the message's text, in UTF-16 units
 * @param reasoning whether the message is what the model thinks aloud
 * @param parentRunId the run that delegated to {@code runId}; absent unless that is a sub-agent
 */
public record Delta(
    UUID runId,
    String stepId,
    UUID messageId,
    long fence,
    int offset,
    String text,
    boolean reasoning,
    @Nullable UUID parentRunId) {

  /** A piece of an answer, of a run that a person started. */
  public Delta(UUID runId, String stepId, UUID messageId, long fence, int offset, String text) {
    this(runId, stepId, messageId, fence, offset, text, false, null);
  }

  /** Where the next piece begins. */
  public int end() {
    return offset + text.length();
  }
}
