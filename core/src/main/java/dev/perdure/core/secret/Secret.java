package dev.perdure.core.secret;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A secret of an organization, without its value, which is never read back.
 *
 * @param name unique in the organization; tools get the value by it
 * @param version raised by each new value
 * @param updatedAt when it got its present value or description
 */
public record Secret(
    UUID id,
    String name,
    @Nullable String description,
    int version,
    UUID createdBy,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant lastUsedAt) {}
