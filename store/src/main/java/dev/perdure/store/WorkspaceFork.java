package dev.perdure.store;

import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.workspace.ChangedBy;
import dev.perdure.store.WorkspaceRows.Place;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Gives a fork the files its origin has at this moment, each as version 1. Their contents are had
 * by both; what either changes later the other does not see.
 */
final class WorkspaceFork {

  // Before files are looked for: what is just being erased is waited for, and is not there then.
  private static final String KEEP_CONTENTS =
      """
      SELECT c.id FROM workspace_contents c
      WHERE c.org_id = :org AND c.id IN (
        SELECT v.content_id
        FROM workspace_files f
        JOIN workspace_versions v
          ON v.org_id = f.org_id AND v.file_id = f.id AND v.version = f.version
        WHERE f.org_id = :org AND f.session_id = :session AND f.deleted_at IS NULL)
      ORDER BY c.id FOR NO KEY UPDATE
      """;

  private final WorkspaceRows workspaces;
  private final FileRows files;
  private final Supplier<UUID> ids;
  private final OrganizationRoom room;

  WorkspaceFork(Bodies bodies, Supplier<UUID> ids, OrganizationRoom room) {
    this.room = room;
    this.workspaces = new WorkspaceRows(bodies);
    this.files = new FileRows(bodies);
    this.ids = ids;
  }

  void copy(Handle handle, OrgId orgId, UUID origin, UUID fork) {
    workspaces.lock(handle, orgId, origin).ifPresent(from -> copy(from, fork));
  }

  private void copy(Place from, UUID fork) {
    keepContents(from);
    workspaces.insert(from.handle(), from.orgId(), fork, from.key());
    Place to = new Place(from.handle(), from.orgId(), fork, from.key());
    for (FileRow row : files.all(from, false)) {
      UUID id = ids.get();
      files.insert(to, id, row.path());
      files.insertVersion(to, id, 1, Upload.of(row), maker(row));
    }
    room.require(to);
  }

  private static void keepContents(Place from) {
    from.handle()
        .createQuery(KEEP_CONTENTS)
        .bind("org", from.orgId().value())
        .bind("session", from.sessionId())
        .mapTo(UUID.class)
        .list();
  }

  private static ChangedBy maker(FileRow row) {
    UUID user = row.stored().userId();
    return user == null
        ? new ChangedBy.Call(Objects.requireNonNull(row.stored().effectKey()))
        : new ChangedBy.User(user);
  }
}
