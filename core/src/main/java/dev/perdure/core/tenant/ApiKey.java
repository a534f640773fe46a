package dev.perdure.core.tenant;

import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stored API key. The secret itself is never stored, only its keyed hash.
 *
 * @param hash HMAC-SHA256 of the secret under the service's pepper
 */
@SuppressWarnings(
    "ArrayRecordComponent") // compared in constant time by the verifier, never by equals
public record ApiKey(
    OrgId orgId,
    UUID id,
    UUID userId,
    String name,
    byte[] hash,
    Set<Permission> permissions,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant revokedAt) {

  public ApiKey {
    hash = Arrays.copyOf(hash, hash.length);
    permissions = Set.copyOf(permissions);
  }

  /** Whether the key may be used at this moment. */
  public boolean usableAt(Instant now) {
    return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
  }
}
