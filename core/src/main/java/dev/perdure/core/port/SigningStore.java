package dev.perdure.core.port;

import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Requester;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Port: what requests under API keys are signed with, and which signed requests have been seen. */
public interface SigningStore {

  /** The secrets of a key that are in force, at most two, the newest first. */
  List<SealedSecret> secrets(OrgId orgId, UUID keyId);

  /**
   * Adds a secret to a key that can be used; refused with {@code api_key_not_found}, {@code
   * api_key_not_active}, or, when the key may do more than who asks, {@code permission_exceeded}.
   * Of the secrets before it, the last goes on for a while, the others end. It is recorded in the
   * audit log by the same transaction.
   *
   * @param overlap how long the one before it goes on
   */
  Added add(Requester by, UUID keyId, SealedSecret secret, Duration overlap);

  /**
   * Remembers a nonce of a key.
   *
   * @param until how long, at least
   * @return whether it was not known; of two at once one is told so. False when there is no such
   *     key
   */
  boolean remember(OrgId orgId, UUID keyId, String nonce, Instant until);

  /** A secret, encrypted. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record SealedSecret(UUID id, byte[] encrypted) {

    public SealedSecret {
      encrypted = encrypted.clone();
    }

    @Override
    public String toString() {
      return "SealedSecret[" + id + "]";
    }
  }

  /**
   * What came of adding one.
   *
   * @param earlierUntil how long the secret before it is taken; null when there is none
   */
  record Added(Instant createdAt, @Nullable Instant earlierUntil) {}
}
