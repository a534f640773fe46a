package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.tenant.OrgId;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Deletes a session. What forks have taken over stays: its threads are given to one of the forks,
 * cut to the part that is referred to.
 */
final class SessionDelete {

  private static final String ACTIVE =
      """
      SELECT EXISTS (
        SELECT FROM runs WHERE org_id = :org AND session_id = :session
          AND status IN ('queued', 'starting', 'running', 'waiting', 'paused', 'cancelling'))
      """;

  private static final String GIVE_THREADS =
      """
      WITH RECURSIVE needed (id, heir) AS (
        SELECT t.id, c.session_id
        FROM threads t JOIN threads c ON c.org_id = t.org_id AND c.base_thread_id = t.id
        WHERE t.org_id = :org AND t.session_id = :session AND c.session_id <> :session
        UNION
        SELECT t.id, n.heir
        FROM needed n
        JOIN threads c ON c.org_id = :org AND c.id = n.id
        JOIN threads t ON t.org_id = :org AND t.id = c.base_thread_id AND t.session_id = :session
      ), given AS (
        SELECT id, min(heir::text)::uuid AS heir FROM needed GROUP BY id
      )
      UPDATE threads SET session_id = given.heir
      FROM given WHERE threads.org_id = :org AND threads.id = given.id
      """;

  private static final String CUT_MESSAGES =
      """
      DELETE FROM messages m
      USING threads t
      WHERE m.org_id = :org AND m.session_id = :session AND t.org_id = :org AND t.id = m.thread_id
        AND t.session_id <> :session
        AND m.seq > (SELECT max(c.base_seq) FROM threads c
                     WHERE c.org_id = :org AND c.base_thread_id = t.id)
      """;

  private static final String GIVE_MESSAGES =
      """
      UPDATE messages m SET session_id = t.session_id
      FROM threads t
      WHERE m.org_id = :org AND m.session_id = :session AND t.org_id = :org AND t.id = m.thread_id
        AND t.session_id <> :session
      """;

  private static final String DELETE = "DELETE FROM sessions WHERE org_id = :org AND id = :session";

  void delete(Handle handle, OrgId orgId, UUID sessionId) {
    if (!lock(handle, orgId, sessionId)) {
      throw PerdureException.notFound("session", sessionId);
    }
    if (active(handle, orgId, sessionId)) {
      throw PerdureException.conflict(
          "session_busy", "A run of this session has not ended. Cancel it or wait for its end.");
    }
    deleteLocked(handle, orgId, sessionId);
  }

  /** Deletes a session though runs of it may not have ended; whether there was one. */
  boolean deleteWhateverRuns(Handle handle, OrgId orgId, UUID sessionId) {
    boolean there = lock(handle, orgId, sessionId);
    if (there) {
      deleteLocked(handle, orgId, sessionId);
    }
    return there;
  }

  private static void deleteLocked(Handle handle, OrgId orgId, UUID sessionId) {
    for (String statement : new String[] {GIVE_THREADS, CUT_MESSAGES, GIVE_MESSAGES, DELETE}) {
      handle
          .createUpdate(statement)
          .bind("org", orgId.value())
          .bind("session", sessionId)
          .execute();
    }
  }

  private static boolean lock(Handle handle, OrgId orgId, UUID sessionId) {
    return handle
        .createQuery("SELECT true FROM sessions WHERE org_id = :org AND id = :session FOR UPDATE")
        .bind("org", orgId.value())
        .bind("session", sessionId)
        .mapTo(Boolean.class)
        .findOne()
        .isPresent();
  }

  private static boolean active(Handle handle, OrgId orgId, UUID sessionId) {
    return handle
        .createQuery(ACTIVE)
        .bind("org", orgId.value())
        .bind("session", sessionId)
        .mapTo(Boolean.class)
        .one();
  }
}
