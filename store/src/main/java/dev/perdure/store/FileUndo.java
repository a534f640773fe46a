package dev.perdure.store;

import dev.perdure.core.workspace.ChangedBy;
import dev.perdure.core.workspace.FilePath;
import dev.perdure.core.workspace.WorkspaceSettings;
import dev.perdure.store.ChangeRows.Change;
import dev.perdure.store.ChangeRows.Kept;
import dev.perdure.store.WorkspaceRows.Place;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Undoes what a call changed, the last change first, where nothing has changed it since. The
 * revision of a file counts back, so that what an earlier call did can be undone after that.
 */
final class FileUndo {

  private final FileRows files;
  private final ChangeRows changes;
  private final WorkspaceSettings settings;

  FileUndo(FileRows files, ChangeRows changes, WorkspaceSettings settings) {
    this.files = files;
    this.changes = changes;
    this.settings = settings;
  }

  void undo(Place place, ChangedBy.Call call) {
    List<Kept> made = changes.of(place, call.effectKey());
    for (Kept kept : made.reversed()) {
      Change change = kept.change();
      files
          .byId(place, change.fileId())
          .filter(row -> row.revision() == change.revision())
          .ifPresent(row -> undo(place, call, row, change));
    }
    changes.forget(place, call.effectKey());
  }

  private void undo(Place place, ChangedBy.Call call, FileRow row, Change change) {
    long revision = change.revision() - 1;
    switch (change.kind()) {
      case CREATE, RESTORE -> files.trash(place, row, true, revision);
      case DELETE -> {
        if (free(place, row.path())) {
          files.trash(place, row, false, revision);
        }
      }
      case MOVE -> {
        FilePath before = FilePath.of(Objects.requireNonNull(change.pathBefore()));
        if (free(place, before)) {
          files.rename(place, row, before, revision);
        }
      }
      case WRITE -> {
        // The old content as a new version: no version is ever another one than it was.
        Optional<FileRow> old =
            files.byId(place, row.id(), Objects.requireNonNull(change.versionBefore()));
        old.ifPresent(was -> {
          int version = row.version() + 1;
          files.insertVersion(place, row.id(), version, Upload.of(was), call);
          files.raise(place, row, version, revision, settings.versions());
        });
      }
    }
  }

  private boolean free(Place place, FilePath path) {
    return files.find(place, path).isEmpty() && !files.inTheWay(place, path);
  }
}
