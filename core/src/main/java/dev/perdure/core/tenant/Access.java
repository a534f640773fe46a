package dev.perdure.core.tenant;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/**
 * What a user may do at this moment, by their role. There is none for a user who is disabled or
 * whose organization is suspended.
 *
 * @param role the wire name of a built-in role or the name of one of the organization's own
 */
public record Access(OrgId orgId, UUID userId, String role, Set<Permission> permissions) {

  public Access {
    permissions = Set.copyOf(permissions);
  }

  /** The caller with this access, narrowed to a credential's scopes. */
  public Caller caller(Credential credential, Collection<Permission> scopes) {
    Set<Permission> narrowed = EnumSet.noneOf(Permission.class);
    narrowed.addAll(permissions);
    narrowed.retainAll(scopes);
    return new Caller(orgId, userId, credential, narrowed);
  }
}
