package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.port.WorkspaceStore;
import dev.perdure.core.tenant.AuditEntry;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Requester;
import dev.perdure.core.workspace.ChangedBy;
import dev.perdure.core.workspace.Expected;
import dev.perdure.core.workspace.FilePath;
import dev.perdure.core.workspace.NotUndone;
import dev.perdure.core.workspace.StoredFile;
import dev.perdure.core.workspace.TrashedFile;
import dev.perdure.core.workspace.WorkspaceSettings;
import dev.perdure.core.workspace.WorkspaceUsage;
import dev.perdure.store.FileChanges.Done;
import dev.perdure.store.WorkspaceRows.Place;
import java.io.InputStream;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Files of sessions. A content is stored first; the transaction that gives it to a file commits
 * after. Paths may be encrypted, so lists are put in order here; a session has a few thousand files
 * at most.
 */
final class JdbiWorkspaceStore implements WorkspaceStore {

  private static final String SESSION =
      "SELECT EXISTS (SELECT FROM sessions WHERE org_id = :org AND id = :session)";

  private static final String REFERS_TO_NOTHING = "23503";

  private final Db db;
  private final Contents contents;
  private final WorkspaceRows workspaces;
  private final FileRows files;
  private final FileChanges changes;
  private final FileUndo undo;
  private final FileRoom room;
  private final AuditRows audit;
  private final WorkspaceSettings settings;

  JdbiWorkspaceStore(
      Db db,
      Contents contents,
      WorkspaceRows workspaces,
      FileRows files,
      FileChanges changes,
      FileUndo undo,
      FileRoom room,
      AuditRows audit,
      WorkspaceSettings settings) {
    this.db = db;
    this.contents = contents;
    this.workspaces = workspaces;
    this.files = files;
    this.changes = changes;
    this.undo = undo;
    this.room = room;
    this.audit = audit;
    this.settings = settings;
  }

  @Override
  public Page<StoredFile> list(OrgId orgId, UUID sessionId, String prefix, PageRequest page) {
    Cursors.Key after = Cursors.read("files", page);
    List<FileRow> rows =
        rows(orgId, sessionId, false).stream()
            .filter(row -> row.path().text().startsWith(prefix))
            .sorted(FileChanges.BY_PATH)
            .filter(row -> after == null || row.path().text().compareTo(after.value()) > 0)
            .limit(Cursors.rows(page))
            .toList();
    return Cursors.page("files", page, rows, JdbiWorkspaceStore::key).map(FileRow::stored);
  }

  @Override
  public Page<TrashedFile> trash(OrgId orgId, UUID sessionId, String prefix, PageRequest page) {
    Cursors.Key after = Cursors.read("trash", page);
    List<FileRow> rows =
        rows(orgId, sessionId, true).stream()
            .filter(row -> row.path().text().startsWith(prefix))
            .sorted(
                FileChanges.BY_PATH
                    .thenComparing(JdbiWorkspaceStore::deletedAt, Comparator.reverseOrder())
                    .thenComparing(row -> row.id().toString()))
            .dropWhile(row -> after != null && !row.id().toString().equals(after.id()))
            .skip(after == null ? 0 : 1)
            .limit(Cursors.rows(page))
            .toList();
    return Cursors.page("trash", page, rows, JdbiWorkspaceStore::key)
        .map(row ->
            new TrashedFile(
                row.stored(), deletedAt(row), deletedAt(row).plus(settings.trashAge())));
  }

  private static Instant deletedAt(FileRow row) {
    return Objects.requireNonNull(row.deletedAt());
  }

  private static Cursors.Key key(FileRow row) {
    return new Cursors.Key(row.id().toString(), row.path().text());
  }

  private List<FileRow> rows(OrgId orgId, UUID sessionId, boolean trash) {
    return look(orgId, sessionId, place -> files.all(place, trash)).orElse(List.of());
  }

  @Override
  public Optional<StoredFile> find(
      OrgId orgId, UUID sessionId, String path, @Nullable Integer version) {
    FilePath at = FilePath.of(path);
    return look(
            orgId,
            sessionId,
            place -> version == null ? files.find(place, at) : files.find(place, at, version))
        .flatMap(found -> found)
        .map(FileRow::stored);
  }

  @Override
  public List<StoredFile> versions(OrgId orgId, UUID sessionId, String path) {
    FilePath at = FilePath.of(path);
    return look(orgId, sessionId, place -> files.versions(place, at))
        .filter(rows -> !rows.isEmpty())
        .orElseThrow(() -> FileChanges.notFound(at))
        .stream()
        .map(FileRow::stored)
        .toList();
  }

  @Override
  public InputStream read(OrgId orgId, StoredFile file, long offset, long length) {
    return contents.open(orgId, file.contentId(), file.file().size(), offset, length);
  }

  @Override
  public Written write(
      OrgId orgId,
      ChangedBy by,
      UUID sessionId,
      String path,
      InputStream content,
      Expected expected) {
    Done done = write(orgId, new FileAttempt(by), sessionId, path, content, expected);
    return new Written(done.row().stored(), done.created());
  }

  Done write(
      OrgId orgId,
      FileAttempt attempt,
      UUID sessionId,
      String path,
      InputStream content,
      Expected expected) {
    FilePath at = FilePath.of(path);
    long most =
        db.inOrg(
            orgId,
            handle -> {
              requireSession(handle, orgId, sessionId);
              return room.mostFileBytes(handle, orgId);
            });
    Upload upload = contents.put(orgId, attempt.by(), at.name(), content, most);
    Done done;
    try {
      done =
          change(
              orgId,
              attempt,
              sessionId,
              place -> {
                contents.claim(place.handle(), orgId, upload);
                return changes.write(place, attempt, at, upload, expected);
              });
    } catch (RuntimeException e) {
      contents.discard(orgId, upload.contentId());
      throw e;
    }
    if (!done.row().contentId().equals(upload.contentId())) {
      contents.discard(orgId, upload.contentId());
    }
    return done;
  }

  @Override
  public List<StoredFile> move(OrgId orgId, ChangedBy by, UUID sessionId, String from, String to) {
    return stored(move(orgId, new FileAttempt(by), sessionId, from, to));
  }

  Done move(OrgId orgId, FileAttempt attempt, UUID sessionId, String from, String to) {
    FilePath source = FilePath.of(from);
    FilePath target = FilePath.of(to);
    return change(orgId, attempt, sessionId, place -> changes.move(place, attempt, source, target));
  }

  @Override
  public List<StoredFile> delete(
      OrgId orgId, ChangedBy by, UUID sessionId, String path, Expected expected) {
    return stored(delete(orgId, new FileAttempt(by), sessionId, path, expected));
  }

  Done delete(OrgId orgId, FileAttempt attempt, UUID sessionId, String path, Expected expected) {
    FilePath at = FilePath.of(path);
    return change(orgId, attempt, sessionId, place -> changes.delete(place, attempt, at, expected));
  }

  @Override
  public List<StoredFile> restore(OrgId orgId, ChangedBy by, UUID sessionId, String path) {
    return stored(restore(orgId, new FileAttempt(by), sessionId, path));
  }

  Done restore(OrgId orgId, FileAttempt attempt, UUID sessionId, String path) {
    FilePath at = FilePath.of(path);
    return change(orgId, attempt, sessionId, place -> changes.restore(place, attempt, at));
  }

  @Override
  public StoredFile restoreVersion(
      OrgId orgId, ChangedBy by, UUID sessionId, String path, int version) {
    FilePath at = FilePath.of(path);
    FileAttempt attempt = new FileAttempt(by);
    return change(
            orgId, attempt, sessionId, place -> changes.restoreVersion(place, attempt, at, version))
        .row()
        .stored();
  }

  /** The files that a call has changed, as they are now. */
  List<FileRow> changed(OrgId orgId, UUID sessionId, ChangedBy.Call call) {
    return look(orgId, sessionId, place -> changes.changed(place, call)).orElse(List.of());
  }

  /**
   * Undoes what a call changed.
   *
   * @param rollback whether its run is rolled back
   * @return what is left as it is
   */
  List<NotUndone> undo(OrgId orgId, UUID sessionId, ChangedBy.Call call, boolean rollback) {
    return onceMore(() ->
        db.inOrg(
            orgId,
            handle ->
                workspaces
                    .lock(handle, orgId, sessionId)
                    .map(place -> undo.undo(place, call, rollback))
                    .orElse(List.of())));
  }

  @Override
  public int purge(Requester by, UUID sessionId, @Nullable String path) {
    OrgId orgId = by.orgId();
    FilePath at = path == null ? null : FilePath.of(path);
    return db.inOrg(
        orgId,
        handle -> {
          requireSession(handle, orgId, sessionId);
          List<FileRow> gone =
              workspaces
                  .lock(handle, orgId, sessionId)
                  .map(place -> at == null ? files.all(place, true) : files.tree(place, at, true))
                  .orElse(List.of());
          gone.forEach(row -> files.remove(handle, orgId, row.id()));
          if (!gone.isEmpty()) {
            audit.add(
                handle,
                orgId,
                by.actor()
                    .did("files.purge", AuditEntry.Target.of("session", sessionId))
                    .before(Map.of("files", gone.size())));
          }
          return gone.size();
        });
  }

  @Override
  public WorkspaceUsage usage(OrgId orgId, UUID sessionId) {
    return db.inOrg(
        orgId,
        handle -> {
          requireSession(handle, orgId, sessionId);
          return room.usage(handle, orgId, sessionId);
        });
  }

  /** Of a session that has no files, nothing. */
  <T> Optional<T> look(OrgId orgId, UUID sessionId, Function<Place, T> look) {
    return db.inOrg(
        orgId,
        handle -> {
          Optional<Place> place = workspaces.find(handle, orgId, sessionId);
          if (place.isEmpty()) {
            requireSession(handle, orgId, sessionId);
          }
          return place.map(look);
        });
  }

  List<FileRow> below(OrgId orgId, UUID sessionId, String folder) {
    if (folder.isEmpty()) {
      return rows(orgId, sessionId, false).stream().sorted(FileChanges.BY_PATH).toList();
    }
    FilePath at = FilePath.of(folder);
    return look(orgId, sessionId, place -> files.tree(place, at, false)).orElse(List.of()).stream()
        .filter(row -> !row.path().equals(at))
        .sorted(FileChanges.BY_PATH)
        .toList();
  }

  private Done change(
      OrgId orgId, FileAttempt attempt, UUID sessionId, Function<Place, Done> change) {
    Done done =
        onceMore(() ->
            db.inOrg(
                orgId, handle -> change.apply(workspaces.lockOrMake(handle, orgId, sessionId))));
    attempt.knows(done.key(), done.operation());
    return done;
  }

  /**
   * A file or a version that was found may go before it is changed or its content is given to
   * another, by time or because room is made. Who looks again does not find it.
   */
  private static <T> T onceMore(Supplier<T> change) {
    try {
      return change.get();
    } catch (IllegalStateException e) {
      if (!(e instanceof FileRows.GoneException) && !Db.is(e, REFERS_TO_NOTHING)) {
        throw e;
      }
      return change.get();
    }
  }

  private static List<StoredFile> stored(Done done) {
    return done.rows().stream().map(FileRow::stored).toList();
  }

  private static void requireSession(Handle handle, OrgId orgId, UUID sessionId) {
    boolean there =
        handle
            .createQuery(SESSION)
            .bind("org", orgId.value())
            .bind("session", sessionId)
            .mapTo(Boolean.class)
            .one();
    if (!there) {
      throw PerdureException.notFound("session", sessionId);
    }
  }
}
