package dev.perdure.store;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Permission;
import dev.perdure.core.tenant.Requester;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** What roles allow, and who may give them. */
final class Grants {

  private static final String ROLE =
      """
      SELECT o.operator, r.permissions AS granted
      FROM organizations o LEFT JOIN roles r ON r.org_id = o.org_id AND r.name = :role
      WHERE o.org_id = :org
      """;

  private static final String LOCK =
      "SELECT operator FROM organizations WHERE org_id = :org FOR NO KEY UPDATE";

  private Grants() {}

  /**
   * Lets one transaction at a time change who may do what in an organization, so that what it has
   * looked at stays so until it is done.
   *
   * @return whether the organization runs the installation
   */
  static boolean lock(Handle handle, OrgId orgId) {
    return handle
        .createQuery(LOCK)
        .bind("org", orgId.value())
        .mapTo(Boolean.class)
        .findOne()
        .orElseThrow(() -> PerdureException.notFound("organization", orgId));
  }

  /** What a role allows; empty when there is no such role. */
  static Optional<Set<Permission>> ofRole(Handle handle, OrgId orgId, String role) {
    boolean builtIn = dev.perdure.core.tenant.Role.of(role).isPresent();
    return handle
        .createQuery(ROLE)
        .bind("org", orgId.value())
        .bind("role", PgText.clean(role))
        .map((rs, ctx) ->
            builtIn || rs.getArray("granted") != null
                ? Optional.of(
                    Scopes.ofRole(role, rs.getArray("granted"), rs.getBoolean("operator")))
                : Optional.<Set<Permission>>empty())
        .findOne()
        .flatMap(found -> found);
  }

  /** The same for a role that has to be there. */
  static Set<Permission> requireRole(Handle handle, OrgId orgId, String role) {
    return ofRole(handle, orgId, role)
        .orElseThrow(() -> PerdureException.notFound("role", "\"" + role + "\""));
  }

  /** Refuses what would give, or touch, permissions that the requester does not hold. */
  static void within(Requester by, Set<Permission> permissions) {
    if (!by.holds(permissions)) {
      Set<Permission> lacking = new TreeSet<>(permissions);
      lacking.removeAll(by.caller().permissions());
      throw new PerdureException(
          new PerdureError.Forbidden(
              "permission_exceeded",
              "This concerns permissions you do not have yourself: "
                  + lacking.stream().map(Permission::wireName).collect(Collectors.joining(", "))
                  + "."));
    }
  }
}
