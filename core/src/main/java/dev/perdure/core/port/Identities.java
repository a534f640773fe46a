package dev.perdure.core.port;

import dev.perdure.core.tenant.Access;
import dev.perdure.core.tenant.ApiKey;
import dev.perdure.core.tenant.OrgId;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who stands behind a credential, and what they may do right now. */
public interface Identities {

  /**
   * Finds a key by its id, across organizations: the caller's is not known yet. Empty also when its
   * user is disabled or its organization suspended.
   */
  Optional<KeyHolder> findKey(UUID keyId);

  /** What a user may do; empty when unknown, disabled, or of a suspended organization. */
  Optional<Access> access(OrgId orgId, UUID userId);

  /**
   * Notes that a key was used, at most once a minute.
   *
   * @param address where the request came from
   */
  void touchKey(OrgId orgId, UUID keyId, @Nullable String address);

  /** Keeps another hash of a key, in place of the one that was found. */
  void rehashKey(OrgId orgId, UUID keyId, byte[] before, byte[] after);

  /** A key, and what its user may do. The key is marked signed when its organization wants that. */
  record KeyHolder(ApiKey key, Access access) {}
}
