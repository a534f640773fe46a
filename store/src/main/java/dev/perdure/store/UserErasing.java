package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Erasures.Emptied;
import dev.perdure.core.port.Erasures.Touched;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.AuditEntry;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Requester;
import dev.perdure.core.tenant.User;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The transactions by which a user is erased. */
final class UserErasing {

  private static final int SESSIONS = 50;

  private static final String INVITATIONS =
      """
      UPDATE invitations
      SET email = :mark,
          revoked_at = CASE WHEN accepted_at IS NULL THEN coalesce(revoked_at, now()) END
      WHERE org_id = :org AND (accepted_by = :user OR lower(email) = lower(:email::text))
      """;

  private static final String AUDIT_LOG = "SELECT crossing.mask_audit_log(:user, :email::text)";

  private static final String END_SIGN_INS =
      "DELETE FROM console_sessions WHERE org_id = :org AND user_id = :user";

  private static final String KEYS =
      """
      UPDATE api_keys SET name = :mark, allowed_addresses = '{}', last_used_address = NULL
      WHERE org_id = :org AND user_id = :user
      """;

  private static final String OF_KEYS =
      """
      DELETE FROM %s WHERE org_id = :org AND api_key_id IN (
        SELECT id FROM api_keys WHERE org_id = :org AND user_id = :user)
      """;

  private static final String UNENDED =
      """
      SELECT r.session_id, r.id FROM runs r
      JOIN sessions s ON s.org_id = r.org_id AND s.id = r.session_id
      WHERE r.org_id = :org AND (r.created_by = :user OR s.created_by = :user)
        AND r.status IN ('queued', 'starting', 'running', 'waiting', 'paused', 'cancelling')
      ORDER BY r.depth DESC, r.id
      """;

  private static final String SESSIONS_MADE =
      """
      SELECT s.id, array_agg(t.id) AS threads
      FROM sessions s JOIN threads t ON t.org_id = s.org_id AND t.session_id = s.id
      WHERE s.org_id = :org AND s.created_by = :user
      GROUP BY s.id ORDER BY s.id LIMIT :most
      """;

  // First: whoever gives one to a version at this moment is waited for, and nobody does so after
  // that, nor with an upload that is under way.
  private static final String CONTENTS =
      """
      UPDATE workspace_contents SET doomed = true WHERE org_id = :org AND id IN (
        SELECT id FROM workspace_contents WHERE org_id = :org AND created_by = :user
        ORDER BY id FOR NO KEY UPDATE)
      """;

  // In sessions of others; those of their own are gone by then.
  // What counts is who brought the bytes: undoing, restoring and forking makes versions of them
  // too.
  private static final String FILES =
      """
      DELETE FROM workspace_files f USING workspace_versions v, workspace_contents c
      WHERE f.org_id = :org AND v.org_id = :org AND v.file_id = f.id AND v.version = f.version
        AND c.org_id = :org AND c.id = v.content_id AND c.created_by = :user
      """;

  private static final String FILE_VERSIONS =
      """
      DELETE FROM workspace_versions v USING workspace_contents c
      WHERE v.org_id = :org AND c.org_id = :org AND c.id = v.content_id AND c.created_by = :user
      """;

  // The notes stay: a run that is rolled back says that something is gone for good.
  private static final String PATHS_OF_GONE_FILES =
      """
      UPDATE workspace_changes c SET path_before = NULL
      WHERE c.org_id = :org AND c.path_before IS NOT NULL AND NOT EXISTS (
        SELECT FROM workspace_files f WHERE f.org_id = :org AND f.id = c.file_id)
      """;

  private final ErasureRows erasures;
  private final AuditRows audit;
  private final TypedTexts texts;
  private final UserRows rows = new UserRows();
  private final KeyRows keys = new KeyRows();
  private final SessionDelete sessions = new SessionDelete();

  UserErasing(ErasureRows erasures, AuditRows audit, TypedTexts texts) {
    this.erasures = erasures;
    this.audit = audit;
    this.texts = texts;
  }

  User accept(Handle handle, Requester by, UUID userId) {
    OrgId orgId = by.orgId();
    Grants.lock(handle, orgId);
    User user = require(handle, orgId, userId);
    Grants.within(by, Grants.ofRole(handle, orgId, user.role()).orElse(Set.of()));
    if (user.status() == User.Status.ERASING) {
      return user;
    }
    rows.keepAnOwner(handle, user);
    rows.beginErasing(handle, orgId, userId);
    erasures.add(handle, orgId, userId);
    keys.revokeAll(handle, orgId, userId);
    bound(handle, END_SIGN_INS, orgId, userId);
    forget(handle, orgId, userId, user.email());
    audit.add(handle, orgId, by.actor().did("user.erase", AuditWords.target(user)));
    return require(handle, orgId, userId);
  }

  List<RunRef> unended(Handle handle, OrgId orgId, UUID userId) {
    return handle
        .createQuery(UNENDED)
        .bind("org", orgId.value())
        .bind("user", userId)
        .map((rs, ctx) -> new RunRef(orgId, Columns.uuid(rs, "session_id"), Columns.uuid(rs, "id")))
        .list();
  }

  List<Touched> maskTexts(Handle handle, OrgId orgId, UUID userId, UUID after) {
    List<Touched> touched = texts.mask(handle, orgId, userId, after);
    erasures.count(handle, orgId, userId, "runs with texts", touched.size());
    return touched;
  }

  List<Emptied> sessions(Handle handle, OrgId orgId, UUID userId) {
    texts.maskTitles(handle, orgId, userId);
    return handle
        .createQuery(SESSIONS_MADE)
        .bind("org", orgId.value())
        .bind("user", userId)
        .bind("most", SESSIONS)
        .map((rs, ctx) -> emptied(rs))
        .list();
  }

  void deleteSession(Handle handle, OrgId orgId, UUID userId, UUID sessionId) {
    if (sessions.deleteWhateverRuns(handle, orgId, sessionId)) {
      erasures.count(handle, orgId, userId, "sessions", 1);
    }
  }

  void finish(Handle handle, OrgId orgId, UUID userId) {
    Grants.lock(handle, orgId);
    if (rows.erasable(handle, orgId, userId).isEmpty()) {
      return; // Another node was quicker.
    }
    rows.erased(handle, orgId, userId);
    keys.revokeAll(handle, orgId, userId);
    bound(handle, KEYS, orgId, userId);
    bound(handle, OF_KEYS.formatted("signing_secrets"), orgId, userId);
    bound(handle, OF_KEYS.formatted("request_nonces"), orgId, userId);
    bound(handle, END_SIGN_INS, orgId, userId);
    bound(handle, CONTENTS, orgId, userId);
    bound(handle, FILES, orgId, userId);
    bound(handle, FILE_VERSIONS, orgId, userId);
    bound(handle, PATHS_OF_GONE_FILES, orgId, userId);
    // Once more: a request that was under way may have written to the log.
    forget(handle, orgId, userId, null);
    audit.add(
        handle,
        orgId,
        Actor.service(orgId).did("user.erased", AuditEntry.Target.of("user", userId)));
    erasures.delete(handle, orgId, userId);
  }

  private static void forget(Handle handle, OrgId orgId, UUID userId, @Nullable String email) {
    // The log first: it is found by the addresses of invitations.
    handle.createQuery(AUDIT_LOG).bind("user", userId).bind("email", email).mapTo(Long.class).one();
    handle
        .createUpdate(INVITATIONS)
        .bind("org", orgId.value())
        .bind("user", userId)
        .bind("email", email)
        .bind("mark", Mark.TEXT)
        .execute();
  }

  private static void bound(Handle handle, String sql, OrgId orgId, UUID userId) {
    handle
        .createUpdate(sql)
        .bind("org", orgId.value())
        .bind("user", userId)
        .bind("mark", Mark.TEXT)
        .execute();
  }

  private User require(Handle handle, OrgId orgId, UUID userId) {
    return rows.erasable(handle, orgId, userId)
        .orElseThrow(() -> PerdureException.notFound("user", userId));
  }

  private static Emptied emptied(ResultSet rs) throws SQLException {
    return new Emptied(Columns.uuid(rs, "id"), Set.of((UUID[]) rs.getArray("threads").getArray()));
  }
}
