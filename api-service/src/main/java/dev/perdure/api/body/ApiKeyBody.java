package dev.perdure.api.body;

import dev.perdure.core.port.ApiKeyStore.StoredKey;
import dev.perdure.core.tenant.ApiKey;
import dev.perdure.core.tenant.Permission;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API key, without its secret, which nobody but its owner has.
 *
 * @param scopes what it may do at most; it never does what its user may not
 * @param allowedAddresses networks it may be used from; empty for everywhere
 * @param signed whether each request must carry a signature
 * @param rotatedTo the key that replaces it
 */
public record ApiKeyBody(
    UUID id,
    UUID userId,
    String name,
    List<String> scopes,
    List<String> allowedAddresses,
    boolean signed,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant revokedAt,
    @Nullable Instant lastUsedAt,
    @Nullable String lastUsedAddress,
    @Nullable UUID rotatedTo) {

  public ApiKeyBody {
    scopes = List.copyOf(scopes);
    allowedAddresses = List.copyOf(allowedAddresses);
  }

  public static ApiKeyBody of(StoredKey stored) {
    ApiKey key = stored.key();
    return new ApiKeyBody(
        key.id(),
        key.userId(),
        key.name(),
        key.scopes().stream().map(Permission::wireName).sorted().toList(),
        key.allowedAddresses(),
        key.signed(),
        key.createdAt(),
        key.expiresAt(),
        key.revokedAt(),
        key.lastUsedAt(),
        stored.lastUsedAddress(),
        stored.rotatedTo());
  }
}
