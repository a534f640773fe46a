package dev.perdure.store;

import dev.perdure.core.workspace.ChangedBy;
import java.util.HashSet;
import java.util.Set;

/**
 * One attempt of somebody to change files. What an attempt of the same call did before, whose end
 * nobody saw, it is told instead of doing it again: each once, so that a call may also ask for the
 * same twice.
 */
final class FileAttempt {

  private final ChangedBy by;
  private final Set<Long> operations = new HashSet<>();

  FileAttempt(ChangedBy by) {
    this.by = by;
  }

  ChangedBy by() {
    return by;
  }

  /** The operations it did or was told of. */
  synchronized Set<Long> operations() {
    return Set.copyOf(operations);
  }

  /** Once they are committed. */
  synchronized void knows(long operation) {
    operations.add(operation);
  }
}
