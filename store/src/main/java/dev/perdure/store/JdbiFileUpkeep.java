package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.FileUpkeep;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.workspace.WorkspaceSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Clears up what files leave behind; each statement is a transaction of its own. */
final class JdbiFileUpkeep implements FileUpkeep {

  private static final Logger LOG = LoggerFactory.getLogger(JdbiFileUpkeep.class);

  private static final int ORGANIZATIONS = 100;

  /** Fits into a line of an export. */
  private static final int PIECE = 192 << 10;

  private static final String WITH_FILES_TO_CLEAR =
      """
      SELECT org_id FROM crossing.organizations_with_files_to_clear(
        make_interval(secs => :upload), make_interval(secs => :trash),
        make_interval(secs => :version), :most)
      """;

  private static final String OLD_TRASH =
      """
      DELETE FROM workspace_files WHERE org_id = :org
        AND ctid = ANY(ARRAY(
          SELECT ctid FROM workspace_files
          WHERE org_id = :org AND deleted_at <= now() - make_interval(secs => :age) LIMIT 500))
      """;

  // A run that goes on may be rolled back, however long it waits: what calls of its session changed
  // stays noted, and what they replaced is kept.
  private static final String IN_AN_OPEN_SESSION =
      """
      EXISTS (
        SELECT FROM runs r
        WHERE r.org_id = c.org_id AND r.session_id = c.session_id AND r.parent_run_id IS NULL
          AND r.status IN ('starting', 'running', 'waiting', 'paused', 'cancelling'))
      """;

  private static final String OLD_VERSIONS =
      """
      DELETE FROM workspace_versions WHERE org_id = :org
        AND ctid = ANY(ARRAY(
          SELECT v.ctid FROM workspace_versions v
          WHERE v.org_id = :org AND v.superseded_at <= now() - make_interval(secs => :age)
            AND NOT EXISTS (
              SELECT FROM workspace_changes c
              WHERE c.org_id = :org AND c.file_id = v.file_id AND c.kind = 'write'
                AND c.version_before = v.version AND
      """
          + IN_AN_OPEN_SESSION
          + ") LIMIT 500))";

  private static final String OLD_CHANGES =
      """
      DELETE FROM workspace_changes WHERE org_id = :org
        AND ctid = ANY(ARRAY(
          SELECT c.ctid FROM workspace_changes c
          WHERE c.org_id = :org AND c.at <= now() - make_interval(secs => :age) AND NOT
      """
          + IN_AN_OPEN_SESSION
          + " LIMIT 500))";

  private static final String CONTENTS =
      """
      SELECT v.content_id, min(v.bytes) AS bytes
      FROM workspace_versions v
      JOIN workspace_files f ON f.org_id = v.org_id AND f.id = v.file_id
      JOIN workspace_contents c ON c.org_id = v.org_id AND c.id = v.content_id
      WHERE v.org_id = :org
        AND (:user::uuid IS NULL OR v.created_by = :user OR c.created_by = :user OR f.session_id IN (
          SELECT s.id FROM sessions s WHERE s.org_id = :org AND s.created_by = :user))
      GROUP BY v.content_id ORDER BY v.content_id
      """;

  private final Db db;
  private final Contents contents;
  private final WorkspaceSettings settings;

  JdbiFileUpkeep(Db db, Contents contents, WorkspaceSettings settings) {
    this.db = db;
    this.contents = contents;
    this.settings = settings;
  }

  @Override
  public int sweep() {
    int swept = 0;
    for (UUID org : organizations()) {
      if (Thread.currentThread().isInterrupted()) {
        break;
      }
      try {
        swept += clear(new OrgId(org));
      } catch (RuntimeException e) {
        LOG.warn("the files of organization {} are cleared up another time", org, e);
      }
    }
    return swept;
  }

  private int clear(OrgId orgId) {
    all(orgId, OLD_TRASH, settings.trashAge());
    all(orgId, OLD_VERSIONS, settings.versionAge());
    all(orgId, OLD_CHANGES, settings.trashAge());
    return sweep(orgId);
  }

  private List<UUID> organizations() {
    return db.acrossOrgs(handle ->
        handle
            .createQuery(WITH_FILES_TO_CLEAR)
            .bind("upload", seconds(contents.upload()))
            .bind("trash", seconds(settings.trashAge()))
            .bind("version", seconds(settings.versionAge()))
            .bind("most", ORGANIZATIONS)
            .mapTo(UUID.class)
            .list());
  }

  private void all(OrgId orgId, String sql, Duration age) {
    int rows;
    do {
      rows =
          db.inOrg(
              orgId,
              handle ->
                  handle
                      .createUpdate(sql)
                      .bind("org", orgId.value())
                      .bind("age", seconds(age))
                      .execute());
    } while (rows > 0 && !Thread.currentThread().isInterrupted());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  @Override
  public int sweep(OrgId orgId) {
    int swept = 0;
    int some;
    do {
      some = contents.sweep(orgId);
      swept += some;
    } while (some > 0 && !Thread.currentThread().isInterrupted());
    return swept;
  }

  @Override
  public void requireStores(OrgId orgId) {
    contents.requireStores(orgId);
  }

  @Override
  public void erase(OrgId orgId) {
    contents.eraseAll(orgId);
  }

  private record Content(UUID id, long bytes) {}

  @Override
  public long export(OrgId orgId, @Nullable UUID userId, ContentSink sink) {
    List<Content> all =
        db.inOrg(
            orgId,
            handle ->
                handle
                    .createQuery(CONTENTS)
                    .bind("org", orgId.value())
                    .bind("user", userId)
                    .map((rs, ctx) ->
                        new Content(Columns.uuid(rs, "content_id"), rs.getLong("bytes")))
                    .list());
    long pieces = 0;
    for (Content content : all) {
      pieces += export(orgId, content, sink);
    }
    return pieces;
  }

  private long export(OrgId orgId, Content content, ContentSink sink) {
    Optional<InputStream> open = open(orgId, content);
    if (open.isEmpty()) {
      return 0;
    }
    long pieces = 0;
    long offset = 0;
    try (InputStream in = open.get()) {
      for (byte[] piece = in.readNBytes(PIECE); piece.length > 0; piece = in.readNBytes(PIECE)) {
        sink.accept(content.id(), offset, piece);
        offset += piece.length;
        pieces++;
      }
      return pieces;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty for one that was deleted meanwhile. */
  private Optional<InputStream> open(OrgId orgId, Content content) {
    try {
      return Optional.of(contents.open(orgId, content.id(), content.bytes(), 0, content.bytes()));
    } catch (PerdureException e) {
      if (e.error().code().equals("file_not_found")) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
