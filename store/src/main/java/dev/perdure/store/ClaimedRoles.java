package dev.perdure.store;

import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Role;
import dev.perdure.core.tenant.User;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives users the roles that their issuers say; but the last active owner stays one. */
final class ClaimedRoles {

  private static final Logger log = LoggerFactory.getLogger(ClaimedRoles.class);

  private static final String WHO =
      """
      AND subject = :subject AND status = 'active' AND role <> :role
      AND (role_claimed_at IS NULL OR role_claimed_at <= :issued)
      """;

  private static final String GIVE =
      """
      UPDATE users SET role = :role, role_claimed_at = :issued WHERE org_id = :org AND id = :id
      """;

  /** Changes nothing the second time: a token is shown with each request, and told of once. */
  private static final String KEEP =
      """
      UPDATE users SET role_claimed_at = :issued
      WHERE org_id = :org AND id = :id AND (role_claimed_at IS NULL OR role_claimed_at < :issued)
      """;

  private final UserRows rows = new UserRows();
  private final AuditRows audit;

  ClaimedRoles(AuditRows audit) {
    this.audit = audit;
  }

  void follow(Handle handle, OrgId orgId, String subject, String role, Instant issuedAt) {
    Grants.lock(handle, orgId);
    Optional<User> found =
        rows.find(
            handle,
            orgId,
            WHO,
            Map.of(
                "subject", PgText.clean(subject),
                "role", PgText.clean(role),
                "issued", issuedAt.atOffset(ZoneOffset.UTC)));
    if (found.isEmpty()) {
      return;
    }
    User user = found.get();
    boolean last =
        user.role().equals(Role.OWNER.wireName()) && !rows.ownerBesides(handle, orgId, user.id());
    if (!last) {
      write(GIVE, handle, user, role, issuedAt);
      record(handle, user, "user.update", Map.of("role", role));
    } else if (write(KEEP, handle, user, role, issuedAt) > 0) {
      record(handle, user, "user.role_kept", Map.of("role", user.role(), "claimed_role", role));
      log.warn(
          "User {} of organization {} stays its last active owner, though the issuer says {}",
          user.id(),
          orgId,
          role);
    }
  }

  private static int write(String sql, Handle handle, User user, String role, Instant issuedAt) {
    return handle
        .createUpdate(sql)
        .bind("org", user.orgId().value())
        .bind("id", user.id())
        .bind("role", PgText.clean(role))
        .bind("issued", issuedAt.atOffset(ZoneOffset.UTC))
        .execute();
  }

  /** No user of ours says so, but their issuer. */
  private void record(Handle handle, User user, String action, Map<String, Object> after) {
    audit.add(
        handle,
        user.orgId(),
        Actor.service(user.orgId())
            .did(action, AuditWords.target(user))
            .before(Map.of("role", user.role()))
            .after(after));
  }
}
