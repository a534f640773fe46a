package dev.perdure.api.body;

import dev.perdure.core.tenant.Organization;
import java.time.Instant;
import java.util.UUID;

/**
 * An organization.
 *
 * @param plan names the defaults of its limits and quotas
 * @param operator whether it runs the installation
 * @param signed whether each request under an API key must carry a signature
 */
public record OrganizationBody(
    UUID id,
    String slug,
    String name,
    String plan,
    Organization.Status status,
    boolean operator,
    boolean signed,
    Instant createdAt) {

  public static OrganizationBody of(Organization organization) {
    return new OrganizationBody(
        organization.orgId().value(),
        organization.slug(),
        organization.name(),
        organization.plan(),
        organization.status(),
        organization.operator(),
        organization.signed(),
        organization.createdAt());
  }
}
