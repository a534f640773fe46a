package dev.perdure.store;

import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.User;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives users the roles that their issuers say; but the last active owner stays one. */
final class ClaimedRoles {

  private static final Logger log = LoggerFactory.getLogger(ClaimedRoles.class);

  /** Whose role is another, and whose last claim is no younger. */
  private static final String OTHER_ROLE =
      """
      AND subject = :subject AND status = 'active' AND role <> :role
      AND (role_claimed_at IS NULL OR role_claimed_at <= :issued)
      """;

  /** Whose role an issuer gave, and none younger; a role that was given here has no claim. */
  private static final String CLAIMED_ROLE =
      """
      AND subject = :subject AND status = 'active' AND role_claimed_at <= :issued
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

  /** Gives the role that a token says, unless a younger one has said another. */
  void follow(Handle handle, OrgId orgId, String subject, String role, Instant issuedAt) {
    Grants.lock(handle, orgId);
    rows.find(
            handle,
            orgId,
            OTHER_ROLE,
            Map.of(
                "subject", PgText.clean(subject),
                "role", PgText.clean(role),
                "issued", issuedAt.atOffset(ZoneOffset.UTC)))
        .ifPresent(user -> {
          if (rows.lastOwner(handle, user)) {
            keep(handle, user, role, issuedAt);
          } else {
            give(handle, user, role, issuedAt);
          }
        });
  }

  /**
   * Takes back a role that a token gave, since a younger one gives none.
   *
   * @param instead the role they have then; null for none
   * @return whether they may come in
   */
  boolean withdraw(
      Handle handle, OrgId orgId, String subject, @Nullable String instead, Instant issuedAt) {
    // Most have no such role, and come again and again: they don't wait for each other.
    if (claimed(handle, orgId, subject, issuedAt).isEmpty()) {
      return true;
    }
    Grants.lock(handle, orgId);
    Optional<User> claimed = claimed(handle, orgId, subject, issuedAt);
    if (claimed.isEmpty()) {
      return true;
    }
    User user = claimed.get();
    if (rows.lastOwner(handle, user)) {
      keep(handle, user, instead, issuedAt);
      return true;
    }
    if (instead != null && !instead.equals(user.role())) {
      give(handle, user, instead, issuedAt);
    }
    return instead != null;
  }

  private Optional<User> claimed(Handle handle, OrgId orgId, String subject, Instant issuedAt) {
    return rows.find(
        handle,
        orgId,
        CLAIMED_ROLE,
        Map.of(
            "subject", PgText.clean(subject),
            "issued", issuedAt.atOffset(ZoneOffset.UTC)));
  }

  private void give(Handle handle, User user, String role, Instant issuedAt) {
    write(GIVE, handle, user, role, issuedAt);
    record(handle, user, "user.update", Map.of("role", role));
  }

  private void keep(Handle handle, User user, @Nullable String claimed, Instant issuedAt) {
    if (write(KEEP, handle, user, user.role(), issuedAt) > 0) {
      String said = claimed == null ? "none" : claimed;
      record(handle, user, "user.role_kept", Map.of("role", user.role(), "claimed_role", said));
      log.warn(
          "User {} of organization {} stays its last active owner, though the issuer says {}",
          user.id(),
          user.orgId(),
          said);
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
