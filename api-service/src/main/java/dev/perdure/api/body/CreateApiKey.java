package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A new API key.
 *
 * @param userId whom it stands for; the caller when absent
 * @param scopes permissions that its user and the caller both have; all of those when absent
 * @param allowedAddresses addresses and networks such as {@code 192.0.2.0/24} or {@code
 *     2001:db8::/32}; everywhere when absent or empty
 * @param signed whether each request must carry a signature
 * @param expiresAt never when absent
 */
public record CreateApiKey(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "laptop") @Nullable String name,
    @Nullable UUID userId,
    @Nullable List<@Nullable String> scopes,
    @Nullable List<@Nullable String> allowedAddresses,
    @Nullable Boolean signed,
    @Nullable Instant expiresAt) {}
