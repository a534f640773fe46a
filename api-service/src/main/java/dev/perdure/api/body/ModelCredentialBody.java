package dev.perdure.api.body;

import dev.perdure.core.secret.ModelCredential;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That the organization has a key of its own at a model provider, without the key.
 *
 * @param version raised by each new key
 * @param lastUsedAt to the minute
 */
public record ModelCredentialBody(
    UUID id,
    String provider,
    @Nullable String baseUrl,
    @Nullable String defaultModel,
    int version,
    UUID createdBy,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant lastUsedAt) {

  public static ModelCredentialBody of(ModelCredential credential) {
    return new ModelCredentialBody(
        credential.id(),
        credential.provider(),
        credential.baseUrl(),
        credential.defaultModel(),
        credential.version(),
        credential.createdBy(),
        credential.createdAt(),
        credential.updatedAt(),
        credential.lastUsedAt());
  }
}
