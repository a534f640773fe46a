package dev.perdure.core.tenant;

import java.util.Set;
import java.util.UUID;

/**
 * Who makes a request.
 *
 * @param orgId the organization everything they touch belongs to
 * @param userId the user the credential stands for
 * @param credential what was shown
 * @param permissions what they may do
 */
public record Caller(OrgId orgId, UUID userId, Credential credential, Set<Permission> permissions) {

  public Caller {
    permissions = Set.copyOf(permissions);
  }
}
