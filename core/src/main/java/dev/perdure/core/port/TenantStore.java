package dev.perdure.core.port;

import dev.perdure.core.tenant.ApiKey;
import dev.perdure.core.tenant.OrgId;
import java.util.Optional;
import java.util.UUID;

/** Organizations, users and API keys. */
public interface TenantStore {

  /** Finds an organization by its unique slug, across organizations. */
  Optional<OrgId> findOrganization(String slug);

  /** The user an organization was made with. */
  Optional<UUID> firstUser(OrgId orgId);

  /** Makes an organization with its first user; refuses a slug in use with {@code slug_taken}. */
  NewOrganization createOrganization(String slug, String name, String userName);

  /** Stores a key. */
  void addKey(ApiKey key);

  /** Finds a key by its id, across organizations: the caller's is not known yet. */
  Optional<ApiKey> findKey(UUID keyId);

  /** Notes that a key was used, at most once a minute. */
  void touchKey(OrgId orgId, UUID keyId);

  /** An organization just made, and its first user. */
  record NewOrganization(OrgId orgId, UUID userId) {}
}
