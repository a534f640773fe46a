package dev.perdure.api.body;

import dev.perdure.api.signing.SigningSecrets;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A signing secret, shown this once.
 *
 * @param earlierValidUntil until when the one before it is taken; null when there was none
 */
@Schema(name = "SigningSecret")
public record SigningSecretBody(
    UUID apiKeyId,
    @Schema(description = "Shown this once.", example = "pdrs_…") String signingSecret,
    Instant createdAt,
    @Nullable Instant earlierValidUntil) {

  /** A secret just made. */
  public static SigningSecretBody of(UUID keyId, SigningSecrets.Made made) {
    return new SigningSecretBody(
        keyId, made.secret().text(), made.added().createdAt(), made.added().earlierUntil());
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "SigningSecretBody[" + apiKeyId + "]";
  }
}
