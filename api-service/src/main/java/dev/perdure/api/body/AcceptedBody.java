package dev.perdure.api.body;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whom the invited became.
 *
 * @param secret their first API key, told here and never again
 */
public record AcceptedBody(UUID orgId, UserBody user, @Nullable String secret) {

  /** Without the secret. */
  @Override
  public String toString() {
    return "AcceptedBody[" + user + "]";
  }
}
