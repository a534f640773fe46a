package dev.perdure.core.workspace;

import java.util.Set;
import java.util.UUID;

/** What has to be at a path for it to be written. */
public sealed interface Expected {

  /** Whatever there is. */
  record Any() implements Expected {}

  /** A version; 0 for no file. */
  record Version(int version) implements Expected {}

  /** A file with one of these contents. */
  record Content(Set<UUID> contentIds) implements Expected {
    public Content {
      contentIds = Set.copyOf(contentIds);
    }
  }

  /** A file, whichever. */
  record Something() implements Expected {}
}
