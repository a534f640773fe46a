package dev.perdure.api.body;

import org.jspecify.annotations.Nullable;

/**
 * A key just made.
 *
 * @param secret the whole key, as requests show it. It is told here and never again: the answer to
 *     a repeated request is without it
 */
public record NewApiKey(ApiKeyBody apiKey, @Nullable String secret) {

  /** Without the secret. */
  @Override
  public String toString() {
    return "NewApiKey[" + apiKey + "]";
  }
}
