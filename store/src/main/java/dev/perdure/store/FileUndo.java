package dev.perdure.store;

import dev.perdure.core.workspace.ChangedBy;
import dev.perdure.core.workspace.FilePath;
import dev.perdure.core.workspace.NotUndone;
import dev.perdure.core.workspace.WorkspaceSettings;
import dev.perdure.store.ChangeRows.Change;
import dev.perdure.store.ChangeRows.Kept;
import dev.perdure.store.ChangeRows.Kind;
import dev.perdure.store.WorkspaceRows.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Undoes what a call changed, the last change first, where nothing has changed it since. The
 * revision of a file counts back, so that what was done before can be undone after that. What can't
 * be undone stays noted: who asks again is told again.
 */
final class FileUndo {

  private static final String CHANGED = "was changed since";
  private static final String TAKEN = "has its place taken by something else";
  private static final String GONE = "was removed for good since";
  private static final String PRUNED = "has its version of before no longer";

  private final FileRows files;
  private final ChangeRows changes;
  private final WorkspaceSettings settings;

  FileUndo(FileRows files, ChangeRows changes, WorkspaceSettings settings) {
    this.files = files;
    this.changes = changes;
    this.settings = settings;
  }

  /**
   * Undoes.
   *
   * @param rollback whether all calls are undone whose run is being rolled back, so that what they
   *     did to one file is undone in order; each tells then what is left of its own
   * @return what is left of the call's
   */
  List<NotUndone> undo(Place place, ChangedBy.Call call, boolean rollback) {
    List<Kept> made =
        rollback
            ? changes.rolledBackWith(place, call.effectKey())
            : changes.of(place, call.effectKey());
    var created =
        made.stream()
            .map(Kept::change)
            .filter(change -> change.kind() == Kind.CREATE)
            .map(Change::fileId)
            .collect(Collectors.toSet());
    Map<UUID, NotUndone> left = new LinkedHashMap<>();
    List<UUID> undone = new ArrayList<>();
    Map<UUID, Old> back = new LinkedHashMap<>();
    for (Kept kept : made.reversed()) {
      Change change = kept.change();
      Optional<FileRow> row = files.byId(place, change.fileId());
      Optional<String> why =
          row.isPresent()
              ? undo(place, kept, row.get(), rollback, back)
              : Optional.of(GONE).filter(_ -> !created.contains(change.fileId()));
      if (why.isEmpty()) {
        undone.add(kept.id());
      } else if (kept.effect().equals(call.effectKey())) {
        String path =
            row.map(FileRow::path)
                .map(FilePath::text)
                .orElse(Objects.requireNonNullElse(change.pathBefore(), "a file"));
        left.putIfAbsent(change.fileId(), new NotUndone(path, why.get()));
      }
    }
    changes.forget(place, undone);
    back.forEach((file, old) -> bringBack(place, file, old));
    return List.copyOf(left.values());
  }

  /** What a file has to have again, and the call that had changed it. */
  private record Old(FileRow row, String effect) {}

  /**
   * Makes the old content a new version: no version is ever another one than it was. One for all
   * that was undone, so that what is brought back takes the place of one old version at most.
   */
  private void bringBack(Place place, UUID file, Old old) {
    FileRow row = files.byId(place, file).orElseThrow(FileRows.GoneException::new);
    int version = row.version() + 1;
    files.insertVersion(
        place, file, version, Upload.of(old.row()), new ChangedBy.Call(old.effect()));
    files.raise(place, row, version, row.revision());
    files.prune(place, file, settings.versions());
  }

  /** Why not; empty when it is undone, but for the contents that are to be brought back. */
  private Optional<String> undo(
      Place place, Kept kept, FileRow row, boolean rollback, Map<UUID, Old> back) {
    Change change = kept.change();
    boolean nothingToDo =
        switch (change.kind()) {
          case KEEP -> true;
          case CREATE, RESTORE -> row.inTrash();
          case WRITE, MOVE, DELETE -> false;
        };
    if (nothingToDo) {
      return Optional.empty();
    }
    if (row.revision() != change.revision()) {
      return Optional.of(CHANGED);
    }
    long revision = change.revision() - 1;
    return switch (change.kind()) {
      case KEEP -> Optional.empty();
      case CREATE, RESTORE -> {
        if (change.kind() == Kind.CREATE && !rollback) {
          files.remove(place.handle(), place.orgId(), row.id()); // it is made again
          back.remove(row.id());
        } else {
          files.trash(place, row, true, revision);
        }
        yield Optional.empty();
      }
      case DELETE -> {
        if (!free(place, row.path())) {
          yield Optional.of(TAKEN);
        }
        files.trash(place, row, false, revision);
        yield Optional.empty();
      }
      case MOVE -> {
        FilePath before = FilePath.of(Objects.requireNonNull(change.pathBefore()));
        if (!free(place, before)) {
          yield Optional.of(TAKEN);
        }
        files.rename(place, row, before, revision);
        yield Optional.empty();
      }
      case WRITE -> {
        Optional<FileRow> old =
            files.byId(place, row.id(), Objects.requireNonNull(change.versionBefore()));
        if (old.isEmpty()) {
          yield Optional.of(PRUNED);
        }
        files.revise(place, row, revision);
        back.put(row.id(), new Old(old.get(), kept.effect()));
        yield Optional.empty();
      }
    };
  }

  private boolean free(Place place, FilePath path) {
    return files.find(place, path).isEmpty() && !files.inTheWay(place, path);
  }
}
