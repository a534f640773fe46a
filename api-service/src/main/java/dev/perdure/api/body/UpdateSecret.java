package dev.perdure.api.body;

import org.jspecify.annotations.Nullable;

/**
 * A change of a secret; what is absent stays.
 *
 * @param description an empty one takes it away
 * @param value never read back
 */
public record UpdateSecret(@Nullable String description, @Nullable String value) {

  /** Without the value. */
  @Override
  public String toString() {
    return "UpdateSecret[]";
  }
}
