package dev.perdure.core.port;

import dev.perdure.core.tenant.ApiKey;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Organization;
import dev.perdure.core.tenant.Requester;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Organizations, managed by their own people or by those of the organization that runs the
 * installation. Each change is recorded by the same transaction in the audit log of the
 * organization it is about, and in that of the requester's.
 */
public interface OrganizationStore {

  Optional<Organization> get(OrgId orgId);

  /** Organizations by slug, across organizations. */
  Page<Organization> list(OrganizationFilter filter, PageRequest page);

  /** Makes an organization with its first owner; refused with {@code slug_taken}. */
  Created<Organization> create(
      Requester by, NewOrganization organization, @Nullable Idempotency idempotency);

  /** Changes an organization; its operator can't be suspended: {@code operator_suspended}. */
  Organization update(Requester by, OrgId orgId, OrganizationChange change);

  /**
   * A new organization.
   *
   * @param key of the owner; absent when they are not to have one yet
   */
  record NewOrganization(
      OrgId orgId,
      String slug,
      String name,
      String plan,
      UUID ownerId,
      String ownerName,
      @Nullable String ownerEmail,
      @Nullable ApiKey key) {}

  /** Changes of an organization; what is null stays. */
  record OrganizationChange(
      @Nullable String name,
      @Nullable String plan,
      Organization.@Nullable Status status,
      @Nullable Boolean signed) {}

  /**
   * Which organizations are wanted; what is null does not narrow.
   *
   * @param search in slug and name
   */
  record OrganizationFilter(@Nullable String search, Organization.@Nullable Status status) {}
}
