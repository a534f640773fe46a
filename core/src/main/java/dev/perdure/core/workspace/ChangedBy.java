package dev.perdure.core.workspace;

import java.util.UUID;

/** Who changed a file. */
public sealed interface ChangedBy {

  /** A person or program, by the API. */
  record User(UUID userId) implements ChangedBy {}

  /**
   * A call of a tool.
   *
   * @param effectKey names it; a change it makes twice is made once
   */
  record Call(String effectKey) implements ChangedBy {}
}
