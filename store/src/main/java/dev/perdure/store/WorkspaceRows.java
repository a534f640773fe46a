package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.tenant.OrgId;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Reads, makes and locks rows of {@code workspaces}. */
final class WorkspaceRows {

  private static final String FIND =
      "SELECT lookup_key FROM workspaces WHERE org_id = :org AND session_id = :session";

  private static final String INSERT =
      """
      INSERT INTO workspaces (org_id, session_id, lookup_key)
      SELECT s.org_id, s.id, :key FROM sessions s WHERE s.org_id = :org AND s.id = :session
      FOR KEY SHARE OF s
      ON CONFLICT DO NOTHING
      """;

  private final Bodies bodies;

  WorkspaceRows(Bodies bodies) {
    this.bodies = bodies;
  }

  /** The workspace of a session that has files. */
  Optional<Place> find(Handle handle, OrgId orgId, UUID sessionId) {
    return select(handle, orgId, sessionId, FIND);
  }

  /** The same, which nobody else changes until the transaction ends. */
  Optional<Place> lock(Handle handle, OrgId orgId, UUID sessionId) {
    return select(handle, orgId, sessionId, FIND + " FOR NO KEY UPDATE");
  }

  /** The workspace of any session, locked. */
  Place lockOrMake(Handle handle, OrgId orgId, UUID sessionId) {
    Optional<Place> there = lock(handle, orgId, sessionId);
    if (there.isPresent()) {
      return there.get();
    }
    insert(handle, orgId, sessionId, LookupKey.random());
    return lock(handle, orgId, sessionId)
        .orElseThrow(() -> PerdureException.notFound("session", sessionId));
  }

  /** Makes it, unless there is one or no such session. */
  void insert(Handle handle, OrgId orgId, UUID sessionId, LookupKey key) {
    handle
        .createUpdate(INSERT)
        .bind("org", orgId.value())
        .bind("session", sessionId)
        .bind("key", bodies.write(orgId, Body.WORKSPACE_KEY, sessionId, key.text()))
        .execute();
  }

  private Optional<Place> select(Handle handle, OrgId orgId, UUID sessionId, String sql) {
    return handle
        .createQuery(sql)
        .bind("org", orgId.value())
        .bind("session", sessionId)
        .mapTo(String.class)
        .findOne()
        .map(key -> bodies.read(orgId, Body.WORKSPACE_KEY, sessionId, key))
        .map(key -> new Place(handle, orgId, sessionId, LookupKey.of(key)));
  }

  /** A workspace within a transaction. */
  record Place(Handle handle, OrgId orgId, UUID sessionId, LookupKey key) {}
}
