package dev.perdure.store;

import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.workspace.ChangedBy;
import dev.perdure.core.workspace.FilePath;
import dev.perdure.store.WorkspaceRows.Place;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Reads and writes rows of {@code workspace_files} and {@code workspace_versions}. */
final class FileRows {

  private static final String PRESENT =
      "SELECT "
          + FileRow.COLUMNS
          + """
          FROM workspace_files f
          JOIN workspace_versions v
            ON v.org_id = f.org_id AND v.file_id = f.id AND v.version = f.version
          WHERE f.org_id = :org AND f.session_id = :session
          """;

  private static final String ANY_VERSION =
      "SELECT "
          + FileRow.COLUMNS
          + """
          FROM workspace_files f
          JOIN workspace_versions v ON v.org_id = f.org_id AND v.file_id = f.id
          WHERE f.org_id = :org AND f.session_id = :session
          """;

  private static final String AT_OR_BELOW =
      " AND (f.path_key = :path OR :path = ANY(f.folder_keys))";

  // A file at a folder of the path, or one that has the path for its folder.
  private static final String IN_THE_WAY =
      """
      SELECT EXISTS (
        SELECT FROM workspace_files f
        WHERE f.org_id = :org AND f.session_id = :session AND f.deleted_at IS NULL
          AND (f.path_key = ANY(:folders) OR :path = ANY(f.folder_keys)))
      """;

  private static final String INSERT =
      """
      INSERT INTO workspace_files
        (org_id, id, session_id, path, path_key, folder_keys, version, revision)
      VALUES (:org, :id, :session, :text, :path, :folders, 1, 1)
      """;

  private static final String INSERT_VERSION =
      """
      INSERT INTO workspace_versions
        (org_id, file_id, version, content_id, bytes, media_type, sha256, created_by, effect_key)
      VALUES (:org, :id, :version, :content, :bytes, :type, :sha256, :user, :effect)
      """;

  private static final String SUPERSEDE =
      """
      UPDATE workspace_versions SET superseded_at = clock_timestamp()
      WHERE org_id = :org AND file_id = :id AND version = :version
      """;

  private static final String RAISE =
      """
      UPDATE workspace_files SET version = :version, revision = :revision
      WHERE org_id = :org AND id = :id
      """;

  private static final String REVISE =
      "UPDATE workspace_files SET revision = :revision WHERE org_id = :org AND id = :id";

  // What a run that goes on may have to bring back stays.
  private static final String PRUNE =
      """
      WITH RECURSIVE
      """
          + RunFamily.OPEN
          + """
          DELETE FROM workspace_versions d
          WHERE d.org_id = :org AND d.file_id = :id AND d.version IN (
            SELECT v.version FROM workspace_versions v
            WHERE v.org_id = :org AND v.file_id = :id ORDER BY v.version DESC OFFSET :keep)
            AND NOT EXISTS (
              SELECT FROM workspace_changes c
              JOIN effects e ON e.org_id = c.org_id AND e.effect_key = c.effect_key
              JOIN open o ON o.id = e.run_id
              WHERE c.org_id = :org AND c.file_id = :id AND c.kind = 'write'
                AND c.version_before = d.version)
          """;

  private static final String RENAME =
      """
      UPDATE workspace_files
      SET path = :text, path_key = :path, folder_keys = :folders, revision = :revision
      WHERE org_id = :org AND id = :id
      """;

  private static final String TRASH =
      """
      UPDATE workspace_files
      SET deleted_at = CASE WHEN :trash THEN clock_timestamp() END, revision = :revision
      WHERE org_id = :org AND id = :id
      """;

  private static final String REMOVE =
      "DELETE FROM workspace_files WHERE org_id = :org AND id = :id";

  private final Bodies bodies;

  FileRows(Bodies bodies) {
    this.bodies = bodies;
  }

  /** All files, or all that are in the trash. */
  List<FileRow> all(Place place, boolean trash) {
    return list(place, PRESENT + where(trash), null);
  }

  /** The file at a path and those below it. */
  List<FileRow> tree(Place place, FilePath path, boolean trash) {
    return list(place, PRESENT + where(trash) + AT_OR_BELOW, path);
  }

  Optional<FileRow> find(Place place, FilePath path) {
    return list(place, PRESENT + where(false) + " AND f.path_key = :path", path).stream()
        .findFirst();
  }

  /** A file in one of its versions. */
  Optional<FileRow> find(Place place, FilePath path, int version) {
    return versions(place, path).stream()
        .filter(row -> row.file().version() == version)
        .findFirst();
  }

  /** The versions of a file, the present one first. */
  List<FileRow> versions(Place place, FilePath path) {
    return list(
        place,
        ANY_VERSION + where(false) + " AND f.path_key = :path ORDER BY v.version DESC",
        path);
  }

  /** A file wherever it is, in its present version. */
  Optional<FileRow> byId(Place place, UUID id) {
    return rows(
            place,
            in(place.handle().createQuery(PRESENT + " AND f.id = :id"), place).bind("id", id))
        .findFirst();
  }

  /** A file wherever it is, in one of its versions. */
  Optional<FileRow> byId(Place place, UUID id, int version) {
    return rows(
            place,
            in(
                    place
                        .handle()
                        .createQuery(ANY_VERSION + " AND f.id = :id AND v.version = :version"),
                    place)
                .bind("id", id)
                .bind("version", version))
        .findFirst();
  }

  private Stream<FileRow> rows(Place place, Query query) {
    return query.map((rs, ctx) -> FileRow.map(bodies, place.orgId(), rs)).list().stream();
  }

  /** Whether a file stands where a folder of the path would, or a folder where the path would. */
  boolean inTheWay(Place place, FilePath path) {
    return in(place.handle().createQuery(IN_THE_WAY), place)
        .bind("path", place.key().path(path))
        .bind("folders", place.key().folders(path))
        .mapTo(Boolean.class)
        .one();
  }

  void insert(Place place, UUID id, FilePath path) {
    named(place.handle().createUpdate(INSERT), place, id, path).execute();
  }

  void insertVersion(Place place, UUID id, int version, Upload upload, ChangedBy by) {
    in(place.handle().createUpdate(INSERT_VERSION), place)
        .bind("id", id)
        .bind("version", version)
        .bind("content", upload.contentId())
        .bind("bytes", upload.bytes())
        .bind("type", upload.mediaType())
        .bind(
            "sha256",
            bodies.write(
                place.orgId(), Body.FILE_SHA256, Body.fileVersion(id, version), upload.sha256()))
        .bind("user", by instanceof ChangedBy.User user ? user.userId() : null)
        .bind("effect", by instanceof ChangedBy.Call call ? call.effectKey() : null)
        .execute();
  }

  /** Makes another version, which is there already, the present one. */
  void raise(Place place, FileRow row, int version, long revision) {
    in(place.handle().createUpdate(SUPERSEDE), place)
        .bind("id", row.id())
        .bind("version", row.version())
        .execute();
    changed(
        in(place.handle().createUpdate(RAISE), place)
            .bind("id", row.id())
            .bind("version", version)
            .bind("revision", revision)
            .execute());
  }

  /** Takes old versions away, but for those that a run of the session may have to bring back. */
  void prune(Place place, UUID id, int keep) {
    in(place.handle().createUpdate(PRUNE), place).bind("id", id).bind("keep", keep).execute();
  }

  /** Changes nothing but the revision. */
  void revise(Place place, FileRow row, long revision) {
    changed(
        in(place.handle().createUpdate(REVISE), place)
            .bind("id", row.id())
            .bind("revision", revision)
            .execute());
  }

  void rename(Place place, FileRow row, FilePath path, long revision) {
    changed(
        named(place.handle().createUpdate(RENAME), place, row.id(), path)
            .bind("revision", revision)
            .execute());
  }

  /** Moves a file into the trash or out of it. */
  void trash(Place place, FileRow row, boolean trash, long revision) {
    changed(
        in(place.handle().createUpdate(TRASH), place)
            .bind("id", row.id())
            .bind("trash", trash)
            .bind("revision", revision)
            .execute());
  }

  /** Removes a file for good, with all its versions. */
  void remove(Handle handle, OrgId orgId, UUID id) {
    handle.createUpdate(REMOVE).bind("org", orgId.value()).bind("id", id).execute();
  }

  /** What is in the trash may be removed meanwhile, by time or because room is made. */
  private static void changed(int rows) {
    if (rows == 0) {
      throw new GoneException();
    }
  }

  /** A file that was found is not there any more. */
  static final class GoneException extends IllegalStateException {
    private static final long serialVersionUID = 1L;
  }

  private static String where(boolean trash) {
    return " AND f.deleted_at IS " + (trash ? "NOT NULL" : "NULL");
  }

  private List<FileRow> list(Place place, String sql, @Nullable FilePath path) {
    var query = in(place.handle().createQuery(sql), place);
    if (path != null) {
      query.bind("path", place.key().path(path));
    }
    return query.map((rs, ctx) -> FileRow.map(bodies, place.orgId(), rs)).list();
  }

  private <S extends SqlStatement<S>> S named(S statement, Place place, UUID id, FilePath path) {
    return in(statement, place)
        .bind("id", id)
        .bind("text", bodies.write(place.orgId(), Body.FILE_PATH, id, path.text()))
        .bind("path", place.key().path(path))
        .bind("folders", place.key().folders(path));
  }

  private static <S extends SqlStatement<S>> S in(S statement, Place place) {
    return statement.bind("org", place.orgId().value()).bind("session", place.sessionId());
  }
}
