package dev.perdure.core.tenant;

import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person signed in to the console. The cookie's secret is never stored, only its keyed hash.
 *
 * @param keyId the API key they signed in with, with which it ends; null for an OIDC provider
 * @param expiresAt when they sign in again, whatever they did
 */
@SuppressWarnings(
    "ArrayRecordComponent") // compared in constant time by the verifier, never by equals
public record ConsoleSession(
    OrgId orgId,
    UUID id,
    UUID userId,
    byte[] hash,
    @Nullable UUID keyId,
    Instant createdAt,
    Instant expiresAt) {

  public ConsoleSession {
    hash = Arrays.copyOf(hash, hash.length);
  }
}
