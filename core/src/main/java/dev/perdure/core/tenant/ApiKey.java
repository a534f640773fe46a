package dev.perdure.core.tenant;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stored API key. The secret itself is never stored, only its keyed hash.
 *
 * @param hash HMAC-SHA256 of the secret under the service's pepper
 * @param scopes what the key may do at most; it never does what its user may not
 * @param allowedAddresses networks in CIDR form it may be used from; empty for everywhere
 * @param signed whether each request must carry a signature
 */
@SuppressWarnings(
    "ArrayRecordComponent") // compared in constant time by the verifier, never by equals
public record ApiKey(
    OrgId orgId,
    UUID id,
    UUID userId,
    String name,
    byte[] hash,
    Set<Permission> scopes,
    List<String> allowedAddresses,
    boolean signed,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant revokedAt,
    @Nullable Instant lastUsedAt) {

  public ApiKey {
    hash = Arrays.copyOf(hash, hash.length);
    scopes = Set.copyOf(scopes);
    allowedAddresses = List.copyOf(allowedAddresses);
  }

  /** A key that works from everywhere until it is revoked. */
  public static ApiKey of(
      OrgId orgId,
      UUID id,
      UUID userId,
      String name,
      byte[] hash,
      Set<Permission> scopes,
      Instant createdAt) {
    return new ApiKey(
        orgId, id, userId, name, hash, scopes, List.of(), false, createdAt, null, null, null);
  }

  /** Whether the key may be used at this moment. */
  public boolean usableAt(Instant now) {
    return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
  }
}
