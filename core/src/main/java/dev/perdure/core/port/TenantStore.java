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

  /**
   * Makes an organization the one that runs the installation, for good; refuses with {@code
   * operator_taken} when another is.
   */
  void makeOperator(OrgId orgId);

  /** Stores a key. */
  void addKey(ApiKey key);

  /** An organization just made, and its first user. */
  record NewOrganization(OrgId orgId, UUID userId) {}
}
