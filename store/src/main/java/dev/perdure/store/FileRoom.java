package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.workspace.WorkspaceSettings;
import dev.perdure.core.workspace.WorkspaceUsage;
import dev.perdure.store.MakingRoom.Missing;
import dev.perdure.store.WorkspaceRows.Place;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Counts, from the rows, what files take, and makes room. Called when the change is written, by the
 * transaction that commits it or not.
 */
final class FileRoom {

  // A content counts once, however many versions have it.
  private static final String SESSION =
      """
      SELECT count(*) AS files, count(*) FILTER (WHERE f.deleted_at IS NOT NULL) AS trashed,
        (SELECT coalesce(sum(bytes), 0) FROM (
           SELECT DISTINCT v.content_id, v.bytes
           FROM workspace_files f JOIN workspace_versions v ON v.org_id = f.org_id AND v.file_id = f.id
           WHERE f.org_id = :org AND f.session_id = :session) each) AS bytes
      FROM workspace_files f WHERE f.org_id = :org AND f.session_id = :session
      """;

  private final OrganizationRoom all;
  private final WorkspaceSettings settings;

  FileRoom(OrganizationRoom all, WorkspaceSettings settings) {
    this.all = all;
    this.settings = settings;
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
    return Math.min(all.mostFileBytes(handle, orgId), settings.sessionBytes());
  }

  /**
   * What was written fits in, when this returns.
   *
   * @throws PerdureException {@code workspace_full}
   */
  void require(Place place) {
    MakingRoom.make(place, place.sessionId(), () -> missing(place));
    all.require(place);
  }

  private Missing missing(Place place) {
    WorkspaceUsage usage = usage(place.handle(), place.orgId(), place.sessionId());
    return new Missing(usage.bytes() - usage.mostBytes(), (long) usage.files() - usage.mostFiles());
  }
}
