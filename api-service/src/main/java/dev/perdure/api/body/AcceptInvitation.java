package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Somebody accepts an invitation.
 *
 * @param name what they want to be called
 * @param apiKey false for who will sign in by their address and needs no API key
 */
public record AcceptInvitation(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String token,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "Ada") @Nullable String name,
    @Nullable Boolean apiKey) {

  /** Without the token. */
  @Override
  public String toString() {
    return "AcceptInvitation[name=" + name + "]";
  }
}
