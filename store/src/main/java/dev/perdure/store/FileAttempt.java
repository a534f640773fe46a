package dev.perdure.store;

import dev.perdure.core.workspace.ChangedBy;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * One attempt of somebody to change files. What an attempt of the same call did before, whose end
 * nobody saw, it is told instead of doing it again: each once, so that a call may also ask for the
 * same twice.
 */
final class FileAttempt {

  private final ChangedBy by;
  private final Map<ByteBuffer, Long> known = new HashMap<>();

  FileAttempt(ChangedBy by) {
    this.by = by;
  }

  ChangedBy by() {
    return by;
  }

  /** The last operation that it did or was told of when it asked for this; 0 for none. */
  synchronized long last(byte[] operationKey) {
    return known.getOrDefault(ByteBuffer.wrap(operationKey), 0L);
  }

  /** Once it is committed. */
  synchronized void knows(byte[] operationKey, long operation) {
    known.merge(ByteBuffer.wrap(operationKey), operation, Math::max);
  }
}
