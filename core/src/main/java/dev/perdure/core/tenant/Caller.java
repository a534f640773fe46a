package dev.perdure.core.tenant;

import java.util.Set;
import java.util.UUID;

/**
 * Who makes a request.
 *
 * @param orgId the organization everything they touch belongs to
 * @param userId the user the key or token stands for
 * @param keyId the API key that was shown
 * @param permissions what they may do
 */
public record Caller(OrgId orgId, UUID userId, UUID keyId, Set<Permission> permissions) {

  public Caller {
    permissions = Set.copyOf(permissions);
  }
}
