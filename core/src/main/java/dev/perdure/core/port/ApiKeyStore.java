package dev.perdure.core.port;

import dev.perdure.core.port.SigningStore.SealedSecret;
import dev.perdure.core.tenant.ApiKey;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Permission;
import dev.perdure.core.tenant.Requester;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * API keys, managed. Each change is recorded in the audit log by the same transaction. Nobody makes
 * or changes a key that could do more than they can: that is refused with {@code
 * permission_exceeded}.
 */
public interface ApiKeyStore {

  /** Keys, the newest first. */
  Page<StoredKey> list(OrgId orgId, KeyFilter filter, PageRequest page);

  Optional<StoredKey> get(OrgId orgId, UUID id);

  /**
   * Stores a key for a user of the requester's organization. Refused with {@code
   * scopes_exceed_role} when its user may not do what it should. A replayed request gets the key of
   * the first.
   */
  Created<StoredKey> create(Requester by, NewKey key, @Nullable Idempotency idempotency);

  /** Changes a key that can still be used; refused with {@code api_key_not_active} otherwise. */
  StoredKey update(Requester by, UUID id, KeyChange change);

  /**
   * Makes a key that does the same, for as long as the old one was made for. Refused with {@code
   * api_key_not_active} or {@code api_key_rotated}.
   *
   * @param overlap how long the old one stays valid, at most
   */
  Created<StoredKey> rotate(
      Requester by,
      UUID id,
      Successor successor,
      Duration overlap,
      @Nullable Idempotency idempotency);

  /**
   * Ends a key for good. Done again it changes nothing.
   *
   * @param own whether only a key of the requester's own is found
   */
  StoredKey revoke(Requester by, UUID id, boolean own);

  /**
   * A key as it is kept.
   *
   * @param rotatedTo the key made to replace it
   * @param lastUsedAddress where it was used from last
   */
  record StoredKey(ApiKey key, @Nullable UUID rotatedTo, @Nullable String lastUsedAddress) {}

  /**
   * Which keys are wanted; what is null does not narrow.
   *
   * @param active whether only those that can be used now
   */
  record KeyFilter(@Nullable UUID userId, boolean active) {}

  /**
   * A new key.
   *
   * @param scopes what it may do at most; null for all that both its user and the requester may
   * @param expiresAt null for never
   * @param signingSecret what its requests are signed with; null to make none yet
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record NewKey(
      UUID id,
      UUID userId,
      String name,
      byte[] hash,
      @Nullable Set<Permission> scopes,
      List<String> allowedAddresses,
      boolean signed,
      @Nullable Instant expiresAt,
      @Nullable SealedSecret signingSecret) {

    public NewKey {
      hash = hash.clone();
      scopes = scopes == null ? null : Set.copyOf(scopes);
      allowedAddresses = List.copyOf(allowedAddresses);
    }
  }

  /**
   * The key that takes another's place.
   *
   * @param signingSecret what its requests are signed with; null to make none yet
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Successor(UUID id, byte[] hash, @Nullable SealedSecret signingSecret) {

    public Successor {
      hash = hash.clone();
    }
  }

  /**
   * Changes of a key; what is null stays.
   *
   * @param expires when it ends
   */
  record KeyChange(
      @Nullable String name,
      @Nullable List<String> allowedAddresses,
      @Nullable Boolean signed,
      @Nullable Expiry expires) {}

  /**
   * When a key ends.
   *
   * @param at null for never
   */
  record Expiry(@Nullable Instant at) {}
}
