package dev.perdure.store;

import dev.perdure.core.port.TokenUsers;
import dev.perdure.core.tenant.Access;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.OrgId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Users by what OIDC issuers call them. Who comes in by that is in the audit log. */
final class JdbiTokenUsers implements TokenUsers {

  private static final String FIND =
      """
      SELECT u.org_id, u.id AS user_id, u.role, r.permissions AS granted, o.operator
      FROM users u
      JOIN organizations o ON o.org_id = u.org_id AND o.status = 'active'
      LEFT JOIN roles r ON r.org_id = u.org_id AND r.name = u.role
      WHERE u.org_id = :org AND u.subject = :subject AND u.status = 'active'
      """;

  private static final String CLAIM =
      """
      UPDATE users SET subject = :subject
      WHERE org_id = :org AND lower(email) = lower(:email) AND subject IS NULL
        AND status = 'active'
        AND NOT EXISTS (SELECT FROM users u WHERE u.org_id = :org AND u.subject = :subject)
      RETURNING id
      """;

  /** An address that is somebody else's already stays theirs. */
  private static final String MAKE =
      """
      INSERT INTO users (org_id, id, name, email, role, role_claimed_at, subject)
      SELECT o.org_id, :id, :name,
             (SELECT CAST(:email AS text) WHERE NOT EXISTS (
               SELECT FROM users u WHERE u.org_id = :org AND lower(u.email) = lower(:email))),
             :role, :issued, :subject
      FROM organizations o WHERE o.org_id = :org AND o.status = 'active'
      ON CONFLICT DO NOTHING
      """;

  private final Db db;
  private final ClaimedRoles roles;
  private final AuditRows audit;
  private final Supplier<UUID> ids;
  private final UserRows rows = new UserRows();

  JdbiTokenUsers(Db db, ClaimedRoles roles, AuditRows audit, Supplier<UUID> ids) {
    this.db = db;
    this.roles = roles;
    this.audit = audit;
    this.ids = ids;
  }

  @Override
  public Optional<Access> find(OrgId orgId, String subject) {
    return db.inOrg(orgId, handle -> find(handle, orgId, subject));
  }

  @Override
  public Optional<Access> admit(OrgId orgId, Newcomer newcomer) {
    return db.inOrg(
        orgId,
        handle -> {
          Optional<UUID> claimed = claim(handle, orgId, newcomer.email(), newcomer.subject());
          if (claimed.isPresent()) {
            record(handle, orgId, claimed.get(), "user.bind");
          } else if (newcomer.role() != null) {
            make(handle, orgId, newcomer, newcomer.role());
          }
          return find(handle, orgId, newcomer.subject());
        });
  }

  @Override
  public Optional<Access> follow(OrgId orgId, String subject, String role, Instant issuedAt) {
    return db.inOrg(
        orgId,
        handle -> {
          roles.follow(handle, orgId, subject, role, issuedAt);
          return find(handle, orgId, subject);
        });
  }

  @Override
  public Optional<Access> withdraw(
      OrgId orgId, String subject, @Nullable String instead, Instant issuedAt) {
    return db.inOrg(
        orgId,
        handle -> {
          if (!roles.withdraw(handle, orgId, subject, instead, issuedAt)) {
            return Optional.<Access>empty();
          }
          return find(handle, orgId, subject);
        });
  }

  private static Optional<UUID> claim(
      Handle handle, OrgId orgId, @Nullable String email, String subject) {
    return email == null
        ? Optional.empty()
        : handle
            .createQuery(CLAIM)
            .bind("org", orgId.value())
            .bind("email", PgText.clean(email))
            .bind("subject", PgText.clean(subject))
            .mapTo(UUID.class)
            .findOne();
  }

  private void make(Handle handle, OrgId orgId, Newcomer newcomer, String role) {
    String email = newcomer.email();
    UUID id = ids.get();
    int made =
        handle
            .createUpdate(MAKE)
            .bind("org", orgId.value())
            .bind("id", id)
            .bind("name", PgText.clean(newcomer.name()))
            .bind("email", email == null ? null : PgText.clean(email))
            .bind("role", PgText.clean(role))
            .bind("issued", newcomer.issuedAt().atOffset(ZoneOffset.UTC))
            .bind("subject", PgText.clean(newcomer.subject()))
            .execute();
    if (made > 0) {
      record(handle, orgId, id, "user.create");
    }
  }

  /** No user of ours does it, but who comes in with what their issuer vouches for. */
  private void record(Handle handle, OrgId orgId, UUID userId, String action) {
    rows.find(handle, orgId, userId)
        .ifPresent(user ->
            audit.add(
                handle,
                orgId,
                Actor.service(orgId)
                    .did(action, AuditWords.target(user))
                    .after(AuditWords.of(user))));
  }

  private static Optional<Access> find(Handle handle, OrgId orgId, String subject) {
    return handle
        .createQuery(FIND)
        .bind("org", orgId.value())
        .bind("subject", PgText.clean(subject))
        .map((rs, ctx) -> AccessRows.access(rs))
        .findOne();
  }
}
