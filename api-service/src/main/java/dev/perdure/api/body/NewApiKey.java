package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A key just made.
 *
 * @param secret the whole key, as requests show it. It is told here and never again: the answer to
 *     a repeated request is without it
 * @param signingSecret what its requests are signed with, when they must be; told like the secret
 */
public record NewApiKey(
    ApiKeyBody apiKey,
    @Nullable String secret,
    @Schema(
            description =
                "What requests under the key are signed with, when they must be. Shown this once.",
            example = "pdrs_…")
        @Nullable String signingSecret) {

  /** Without the secrets. */
  @Override
  public String toString() {
    return "NewApiKey[" + apiKey + "]";
  }
}
