package dev.perdure.store;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.workspace.ChangedBy;
import dev.perdure.core.workspace.Expected;
import dev.perdure.core.workspace.FilePath;
import dev.perdure.core.workspace.WorkspaceSettings;
import dev.perdure.store.ChangeRows.Change;
import dev.perdure.store.ChangeRows.Kept;
import dev.perdure.store.ChangeRows.Kind;
import dev.perdure.store.WorkspaceRows.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Changes files of a locked workspace. */
final class FileChanges {

  private final FileRows files;
  private final ChangeRows changes;
  private final FileRoom room;
  private final WorkspaceSettings settings;
  private final Supplier<UUID> ids;

  FileChanges(
      FileRows files,
      ChangeRows changes,
      FileRoom room,
      WorkspaceSettings settings,
      Supplier<UUID> ids) {
    this.files = files;
    this.changes = changes;
    this.room = room;
    this.settings = settings;
    this.ids = ids;
  }

  /**
   * What was done.
   *
   * @param rows the files, by path
   * @param key names what was asked for
   * @param operation its number among the changes of calls; 0 for a person's
   * @param created whether there is a file that was not there
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Done(List<FileRow> rows, byte[] key, long operation, boolean created) {

    FileRow row() {
      return rows.getFirst();
    }
  }

  /** Makes a content the present one of a path. */
  Done write(Place place, FileAttempt attempt, FilePath path, Upload upload, Expected expected) {
    byte[] key = place.key().operation("write", List.of(path.text(), upload.sha256()));
    Optional<Done> again = again(place, attempt, key);
    if (again.isPresent()) {
      return again.get();
    }
    Optional<FileRow> there = files.find(place, path);
    require(path, there, expected);
    return there
        .map(row -> another(place, attempt, key, row, upload))
        .orElseGet(() -> create(place, attempt, key, path, upload));
  }

  private Done create(Place place, FileAttempt attempt, byte[] key, FilePath path, Upload upload) {
    requireFree(place, path);
    UUID id = ids.get();
    files.insert(place, id, path);
    files.insertVersion(place, id, 1, upload, attempt.by());
    room.require(place);
    long operation =
        note(place, attempt, key, List.of(new Change(Kind.CREATE, id, 1, 1, null, path.text())));
    return new Done(List.of(files.byId(place, id).orElseThrow()), key, operation, true);
  }

  private Done another(Place place, FileAttempt attempt, byte[] key, FileRow row, Upload upload) {
    if (row.file().sha256().equals(upload.sha256())) {
      return new Done(List.of(row), key, note(place, attempt, key, kept(List.of(row))), false);
    }
    FileRow now = raise(place, attempt.by(), row, upload, row.revision() + 1);
    room.require(place);
    Change change =
        new Change(
            Kind.WRITE, row.id(), now.revision(), now.version(), row.version(), row.path().text());
    return new Done(List.of(now), key, note(place, attempt, key, List.of(change)), false);
  }

  private FileRow raise(Place place, ChangedBy by, FileRow row, Upload upload, long revision) {
    int version = row.version() + 1;
    files.insertVersion(place, row.id(), version, upload, by);
    files.raise(place, row, version, revision);
    files.prune(place, row.id(), settings.versions());
    return files.byId(place, row.id()).orElseThrow();
  }

  /** Makes an old version the present one, as a new version. */
  Done restoreVersion(Place place, FileAttempt attempt, FilePath path, int version) {
    FileRow old =
        files
            .find(place, path, version)
            .orElseThrow(() ->
                files.find(place, path).isPresent() ? noVersion(path, version) : notFound(path));
    return write(place, attempt, path, Upload.of(old), new Expected.Any());
  }

  Done move(Place place, FileAttempt attempt, FilePath from, FilePath to) {
    byte[] key = place.key().operation("move", List.of(from.text(), to.text()));
    Optional<Done> again = again(place, attempt, key);
    if (again.isPresent()) {
      return again.get();
    }
    List<FileRow> moved = require(from, files.tree(place, from, false));
    if (from.equals(to)) {
      return new Done(moved, key, note(place, attempt, key, kept(moved)), false);
    }
    if (to.below(from)) {
      throw PerdureException.invalid(
          "path_invalid", "%s can't be moved to below itself.".formatted(from), "to");
    }
    requireFree(place, to);
    List<Change> made = new ArrayList<>();
    for (FileRow row : moved) {
      FilePath path = FilePath.of(to.text() + row.path().text().substring(from.text().length()));
      files.rename(place, row, path, row.revision() + 1);
      made.add(change(Kind.MOVE, row));
    }
    return done(place, attempt, key, made);
  }

  Done delete(Place place, FileAttempt attempt, FilePath path, Expected expected) {
    byte[] key = place.key().operation("delete", List.of(path.text()));
    Optional<Done> again = again(place, attempt, key);
    if (again.isPresent()) {
      return again.get();
    }
    List<FileRow> deleted = require(path, files.tree(place, path, false));
    if (!(expected instanceof Expected.Any)) {
      require(path, files.find(place, path), expected);
    }
    List<Change> made = new ArrayList<>();
    for (FileRow row : deleted) {
      files.trash(place, row, true, row.revision() + 1);
      made.add(change(Kind.DELETE, row));
    }
    return new Done(deleted, key, note(place, attempt, key, made), false);
  }

  Done restore(Place place, FileAttempt attempt, FilePath path) {
    byte[] key = place.key().operation("restore", List.of(path.text()));
    Optional<Done> again = again(place, attempt, key);
    if (again.isPresent()) {
      return again.get();
    }
    List<FileRow> lastOfEach = lastOfEach(require(path, files.tree(place, path, true)));
    List<Change> made = new ArrayList<>();
    for (FileRow row : lastOfEach) {
      requireFree(place, row.path());
      files.trash(place, row, false, row.revision() + 1);
      made.add(change(Kind.RESTORE, row));
    }
    return done(place, attempt, key, made);
  }

  /** Of several that had one path, the one deleted last. */
  private static List<FileRow> lastOfEach(List<FileRow> rows) {
    Set<FilePath> seen = new HashSet<>();
    return rows.stream()
        .sorted(
            Comparator.comparing(
                    FileRow::deletedAt, Comparator.nullsFirst(Comparator.naturalOrder()))
                .reversed())
        .filter(row -> seen.add(row.path()))
        .toList();
  }

  private static Change change(Kind kind, FileRow row) {
    return new Change(
        kind, row.id(), row.revision() + 1, row.version(), row.version(), row.path().text());
  }

  /** What was so already is noted too: when the call comes again, it may be so no longer. */
  private static List<Change> kept(List<FileRow> rows) {
    return rows.stream()
        .map(row ->
            new Change(
                Kind.KEEP,
                row.id(),
                row.revision(),
                row.version(),
                row.version(),
                row.path().text()))
        .toList();
  }

  private Done done(Place place, FileAttempt attempt, byte[] key, List<Change> made) {
    long operation = note(place, attempt, key, made);
    return new Done(now(place, made), key, operation, false);
  }

  private List<FileRow> now(Place place, List<Change> made) {
    return made.stream()
        .flatMap(change -> files.byId(place, change.fileId()).stream())
        .sorted(BY_PATH)
        .toList();
  }

  static final Comparator<FileRow> BY_PATH = Comparator.comparing(row -> row.path().text());

  private long note(Place place, FileAttempt attempt, byte[] key, List<Change> made) {
    return attempt.by() instanceof ChangedBy.Call call
        ? changes.add(place, call.effectKey(), key, made)
        : 0;
  }

  /** What the same call did before. */
  private Optional<Done> again(Place place, FileAttempt attempt, byte[] key) {
    if (!(attempt.by() instanceof ChangedBy.Call call)) {
      return Optional.empty();
    }
    List<Kept> kept = changes.again(place, call.effectKey(), key, attempt.last(key));
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    List<FileRow> rows =
        kept.stream()
            .map(Kept::change)
            .flatMap(change ->
                files
                    .byId(place, change.fileId(), change.version())
                    .or(() -> files.byId(place, change.fileId()))
                    .stream())
            .sorted(BY_PATH)
            .toList();
    boolean created = kept.getFirst().change().kind() == Kind.CREATE;
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(new Done(rows, key, kept.getFirst().operation(), created));
  }

  /** The files that a call has changed, each once, as they are now. */
  List<FileRow> changed(Place place, ChangedBy.Call call) {
    return changes.of(place, call.effectKey()).stream()
        .map(kept -> kept.change().fileId())
        .distinct()
        .flatMap(file -> files.byId(place, file).stream())
        .toList();
  }

  private void requireFree(Place place, FilePath path) {
    if (files.find(place, path).isPresent() || files.inTheWay(place, path)) {
      throw PerdureException.conflict(
          "path_taken", "At %s, or at a folder of it, is something else.".formatted(path));
    }
  }

  private static void require(FilePath path, Optional<FileRow> there, Expected expected) {
    boolean met =
        switch (expected) {
          case Expected.Any _ -> true;
          case Expected.Version wanted -> wanted.version() == there.map(FileRow::version).orElse(0);
          case Expected.Content wanted ->
              there.map(row -> wanted.contentIds().contains(row.contentId())).orElse(false);
          case Expected.Something _ -> there.isPresent();
        };
    if (!met) {
      throw PerdureException.conflict(
          "file_version_conflict",
          there
              .map(row -> "%s has changed: its version is %d now.".formatted(path, row.version()))
              .orElse("There is no file %s now.".formatted(path)));
    }
  }

  private static List<FileRow> require(FilePath path, List<FileRow> rows) {
    if (rows.isEmpty()) {
      throw notFound(path);
    }
    return rows.stream().sorted(BY_PATH).toList();
  }

  static PerdureException notFound(FilePath path) {
    return new PerdureException(
        new PerdureError.NotFound("file_not_found", "There is no file %s.".formatted(path)));
  }

  static PerdureException noVersion(FilePath path, int version) {
    return new PerdureException(
        new PerdureError.NotFound(
            "file_version_not_found",
            "The version %d of %s is not there, or not any more.".formatted(version, path)));
  }
}
