package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Signs in to the console.
 *
 * @param apiKey shown once, kept nowhere
 */
public record SignInBody(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "pdr_…")
        @Nullable String apiKey) {

  /** Without the key. */
  @Override
  public String toString() {
    return "SignInBody[…]";
  }
}
