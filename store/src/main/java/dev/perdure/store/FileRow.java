package dev.perdure.store;

import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.workspace.FilePath;
import dev.perdure.core.workspace.StoredFile;
import dev.perdure.core.workspace.WorkspaceFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file in one of its versions.
 *
 * @param version the present one, which is the highest
 * @param revision counts changes of any kind
 * @param deletedAt since when it is in the trash; null when it is not
 * @param stored the version that was asked for
 */
record FileRow(
    UUID id,
    FilePath path,
    int version,
    long revision,
    @Nullable Instant deletedAt,
    StoredFile stored) {

  /** What {@link #map} needs of {@code workspace_files f} and {@code workspace_versions v}. */
  static final String COLUMNS =
      """
      f.id, f.path, f.version AS present, f.revision, f.deleted_at, v.version, v.content_id,
      v.bytes, v.media_type, v.sha256, v.created_by, v.effect_key, v.created_at
      """;

  static FileRow map(Bodies bodies, OrgId orgId, ResultSet rs) throws SQLException {
    UUID id = Columns.uuid(rs, "id");
    int version = rs.getInt("version");
    FilePath path = new FilePath(bodies.read(orgId, Body.FILE_PATH, id, rs.getString("path")));
    String sha256 =
        bodies.read(orgId, Body.FILE_SHA256, Body.fileVersion(id, version), rs.getString("sha256"));
    return new FileRow(
        id,
        path,
        rs.getInt("present"),
        rs.getLong("revision"),
        Columns.instantOrNull(rs, "deleted_at"),
        new StoredFile(
            new WorkspaceFile(
                path.text(),
                version,
                rs.getLong("bytes"),
                rs.getString("media_type"),
                sha256,
                Columns.instant(rs, "created_at")),
            Columns.uuid(rs, "content_id"),
            Columns.uuidOrNull(rs, "created_by"),
            rs.getString("effect_key")));
  }

  WorkspaceFile file() {
    return stored.file();
  }

  UUID contentId() {
    return stored.contentId();
  }

  boolean inTrash() {
    return deletedAt != null;
  }
}
