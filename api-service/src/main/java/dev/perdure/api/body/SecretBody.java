package dev.perdure.api.body;

import dev.perdure.core.secret.Secret;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A secret, without its value.
 *
 * @param version raised by each new value
 * @param lastUsedAt to the minute
 */
public record SecretBody(
    UUID id,
    String name,
    @Nullable String description,
    int version,
    UUID createdBy,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant lastUsedAt) {

  public static SecretBody of(Secret secret) {
    return new SecretBody(
        secret.id(),
        secret.name(),
        secret.description(),
        secret.version(),
        secret.createdBy(),
        secret.createdAt(),
        secret.updatedAt(),
        secret.lastUsedAt());
  }
}
