package dev.perdure.store;

import dev.perdure.core.port.ConsoleSessions;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.AuditEntry.Target;
import dev.perdure.core.tenant.ConsoleSession;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Permission;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** Sessions of the console. */
final class JdbiConsoleSessions implements ConsoleSessions {

  private static final String FORGET =
      "DELETE FROM console_sessions WHERE org_id = :org AND expires_at <= now()";

  private static final String BEGIN =
      """
      INSERT INTO console_sessions
        (org_id, id, user_id, key_id, hash, created_at, used_at, expires_at)
      VALUES (:org, :id, :user, :key, :hash, :created, now(), :expires)
      """;

  private static final String FIND =
      """
      SELECT s.org_id, s.user_id, s.hash, s.used_at, s.key_id, k.permissions AS scopes,
             u.role, r.permissions AS granted, o.operator
      FROM console_sessions s
      JOIN organizations o ON o.org_id = s.org_id AND o.status = 'active'
      JOIN users u ON u.org_id = s.org_id AND u.id = s.user_id AND u.status = 'active'
      LEFT JOIN roles r ON r.org_id = u.org_id AND r.name = u.role
      LEFT JOIN api_keys k ON k.org_id = s.org_id AND k.id = s.key_id
      WHERE s.org_id = :org AND s.id = :id AND s.expires_at > now()
        AND s.used_at > now() - make_interval(secs => :idle)
        AND (s.key_id IS NULL
          OR (k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
            AND NOT k.signed AND NOT o.signed))
      """;

  private static final String TOUCH =
      """
      UPDATE console_sessions SET used_at = now() WHERE org_id = :org AND id = :id
      """;

  private static final String END = "DELETE FROM console_sessions WHERE org_id = :org AND id = :id";

  private static final String KIND = "console_session";

  private final Db db;
  private final AuditRows audit;

  JdbiConsoleSessions(Db db, AuditRows audit) {
    this.db = db;
    this.audit = audit;
  }

  @Override
  public void begin(ConsoleSession session, Actor actor) {
    db.inOrg(
        session.orgId(),
        handle -> {
          handle.createUpdate(FORGET).bind("org", session.orgId().value()).execute();
          audit.add(
              handle, session.orgId(), actor.did(KIND + ".begin", Target.of(KIND, session.id())));
          return handle
              .createUpdate(BEGIN)
              .bind("org", session.orgId().value())
              .bind("id", session.id())
              .bind("user", session.userId())
              .bind("key", session.keyId())
              .bind("hash", session.hash())
              .bind("created", session.createdAt().atOffset(ZoneOffset.UTC))
              .bind("expires", session.expiresAt().atOffset(ZoneOffset.UTC))
              .execute();
        });
  }

  @Override
  public Optional<SignedIn> find(OrgId orgId, UUID id, Duration idle) {
    return db.inOrg(
        orgId,
        handle ->
            handle
                .createQuery(FIND)
                .bind("org", orgId.value())
                .bind("id", id)
                .bind("idle", idle.toSeconds())
                .map((rs, ctx) -> signedIn(rs))
                .findOne());
  }

  @Override
  public void touch(OrgId orgId, UUID id) {
    db.inOrg(
        orgId,
        handle -> handle.createUpdate(TOUCH).bind("org", orgId.value()).bind("id", id).execute());
  }

  @Override
  public void end(OrgId orgId, UUID id, Actor actor) {
    db.inOrg(
        orgId,
        handle -> {
          int ended = handle.createUpdate(END).bind("org", orgId.value()).bind("id", id).execute();
          if (ended > 0) {
            audit.add(handle, orgId, actor.did(KIND + ".end", Target.of(KIND, id)));
          }
          return ended;
        });
  }

  private static SignedIn signedIn(ResultSet rs) throws SQLException {
    Array scopes = rs.getArray("scopes");
    return new SignedIn(
        Columns.instant(rs, "used_at"),
        rs.getBytes("hash"),
        Columns.uuidOrNull(rs, "key_id"),
        AccessRows.access(rs),
        scopes == null ? Permission.all() : Scopes.read((String[]) scopes.getArray()));
  }
}
