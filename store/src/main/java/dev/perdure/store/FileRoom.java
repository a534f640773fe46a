package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.quota.Limits;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.workspace.WorkspaceSettings;
import dev.perdure.core.workspace.WorkspaceUsage;
import dev.perdure.store.WorkspaceRows.Place;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Counts what files take, from the rows, and makes room: what is in the trash goes first, then old
 * versions, each the oldest first. Called when the change is written, by the transaction that
 * commits it or not.
 */
final class FileRoom {

  // A content counts once, however many versions have it.
  private static final String BYTES =
      "SELECT coalesce(sum(bytes), 0) FROM workspace_contents WHERE org_id = :org AND refs > 0";

  private static final String FILES = "SELECT count(*) FROM workspace_files WHERE org_id = :org";

  private static final String SESSION =
      """
      SELECT count(*) AS files, count(*) FILTER (WHERE f.deleted_at IS NOT NULL) AS trashed,
        (SELECT coalesce(sum(bytes), 0) FROM (
           SELECT DISTINCT v.content_id, v.bytes
           FROM workspace_files f JOIN workspace_versions v ON v.org_id = f.org_id AND v.file_id = f.id
           WHERE f.org_id = :org AND f.session_id = :session) each) AS bytes
      FROM workspace_files f WHERE f.org_id = :org AND f.session_id = :session
      """;

  // Rows that somebody else works on are passed over: nobody waits for a session that waits here.
  private static final String PURGE =
      """
      DELETE FROM workspace_files WHERE org_id = :org AND id IN (
        SELECT f.id FROM workspace_files f
        WHERE f.org_id = :org AND f.deleted_at IS NOT NULL
          AND (:session::uuid IS NULL OR f.session_id = :session)
        ORDER BY f.deleted_at, f.id LIMIT :most
        FOR UPDATE SKIP LOCKED)
      """;

  private static final String FORGET =
      """
      DELETE FROM workspace_versions d USING (
        SELECT v.org_id, v.file_id, v.version FROM workspace_versions v
        JOIN workspace_files f ON f.org_id = v.org_id AND f.id = v.file_id
        WHERE v.org_id = :org AND v.superseded_at IS NOT NULL
          AND (:session::uuid IS NULL OR f.session_id = :session)
        ORDER BY v.superseded_at, v.file_id, v.version LIMIT :most
        FOR UPDATE OF v SKIP LOCKED) o
      WHERE d.org_id = :org AND d.file_id = o.file_id AND d.version = o.version
      """;

  /** How many give way at a time. */
  private static final int STEP = 4;

  private final QuotaRows quotas;
  private final WorkspaceSettings settings;

  FileRoom(QuotaRows quotas, WorkspaceSettings settings) {
    this.quotas = quotas;
    this.settings = settings;
  }

  static long bytes(Handle handle, OrgId orgId) {
    return handle.createQuery(BYTES).bind("org", orgId.value()).mapTo(Long.class).one();
  }

  static int files(Handle handle, OrgId orgId) {
    return handle.createQuery(FILES).bind("org", orgId.value()).mapTo(Integer.class).one();
  }

  WorkspaceUsage usage(Handle handle, OrgId orgId, UUID sessionId) {
    return handle
        .createQuery(SESSION)
        .bind("org", orgId.value())
        .bind("session", sessionId)
        .map((rs, ctx) ->
            new WorkspaceUsage(
                rs.getLong("bytes"),
                rs.getInt("files"),
                rs.getInt("trashed"),
                settings.sessionBytes(),
                settings.sessionFiles(),
                mostFileBytes(handle, orgId)))
        .one();
  }

  /** How large a file may be. */
  long mostFileBytes(Handle handle, OrgId orgId) {
    return Math.min(quotas.limits(handle, orgId).fileBytes(), settings.sessionBytes());
  }

  /**
   * What was written fits in, when this returns.
   *
   * @throws PerdureException {@code workspace_full}
   */
  void require(Place place) {
    while (!fitsSession(place)) {
      makeRoom(place, place.sessionId(), "This session's files");
    }
    // Held until the commit, so that two at once can't both take the last room.
    OrgLock.FILES.take(place.handle(), place.orgId());
    Limits limits = quotas.limits(place.handle(), place.orgId());
    while (!fits(place, limits)) {
      makeRoom(place, null, "The files of the organization");
    }
  }

  private boolean fitsSession(Place place) {
    WorkspaceUsage usage = usage(place.handle(), place.orgId(), place.sessionId());
    return usage.bytes() <= usage.mostBytes() && usage.files() <= usage.mostFiles();
  }

  private static boolean fits(Place place, Limits limits) {
    return bytes(place.handle(), place.orgId()) <= limits.storedBytes()
        && files(place.handle(), place.orgId()) <= limits.storedFiles();
  }

  private static void makeRoom(Place place, @Nullable UUID session, String whose) {
    if (run(place, PURGE, session) == 0 && run(place, FORGET, session) == 0) {
      throw PerdureException.conflict(
          "workspace_full",
          whose + " take all the room there is for them. Delete files that are not needed.");
    }
  }

  private static int run(Place place, String sql, @Nullable UUID session) {
    return place
        .handle()
        .createUpdate(sql)
        .bind("org", place.orgId().value())
        .bind("session", session)
        .bind("most", STEP)
        .execute();
  }
}
