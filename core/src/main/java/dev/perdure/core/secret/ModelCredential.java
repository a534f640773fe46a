package dev.perdure.core.secret;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That an organization has a key of its own at a model provider, without the key, which is never
 * read back.
 *
 * @param provider the part before the slash in {@code provider/model}
 * @param baseUrl the provider's address, where it is not the usual one
 * @param defaultModel the model that {@code provider/default} stands for
 * @param version raised by each new key
 */
public record ModelCredential(
    UUID id,
    String provider,
    @Nullable String baseUrl,
    @Nullable String defaultModel,
    int version,
    UUID createdBy,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant lastUsedAt) {}
