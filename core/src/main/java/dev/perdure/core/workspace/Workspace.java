package dev.perdure.core.workspace;

import dev.perdure.core.error.PerdureException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * SPI: the files of one session, as one tool call sees and changes them. Every worker on every
 * machine sees the same. A change made again by the same call, after a crash, is made once.
 *
 * <p>Everything here throws {@link PerdureException} with {@code ToolFailed}, worded for the model:
 * {@code workspace_unavailable}, {@code path_invalid}, {@code path_taken} (a file or a folder is
 * there), {@code file_not_found}, {@code file_version_conflict}, {@code file_too_large}, {@code
 * workspace_full}; or, to be tried again, {@code files_unavailable}.
 */
public interface Workspace {

  /** Whether there is one: a call outside a session has none. */
  boolean available();

  /**
   * The files below a folder, however deep, by path.
   *
   * @param folder a path; empty for all
   */
  List<WorkspaceFile> list(String folder);

  /** A file in its present version. */
  Optional<WorkspaceFile> find(String path);

  /** The whole content of a file; to be closed. */
  default InputStream read(String path) {
    return read(path, 0, Long.MAX_VALUE);
  }

  /**
   * A part of a file's content; to be closed.
   *
   * @param offset in bytes from 0; past the end there is nothing to read
   * @param length in bytes, at most
   */
  InputStream read(String path, long offset, long length);

  /**
   * Writes a file as a whole, new or as another version of it.
   *
   * @param content read to its end, not closed
   * @param expectedVersion the version it replaces, 0 for a file that must not be there yet; null
   *     for whatever is there
   */
  WorkspaceFile write(String path, InputStream content, @Nullable Integer expectedVersion);

  /**
   * Moves a file, or a folder with all below it.
   *
   * @return the files as they are now
   */
  List<WorkspaceFile> move(String from, String to);

  /**
   * Moves a file, or a folder with all below it, to the trash.
   *
   * @return the files as they were
   */
  List<WorkspaceFile> delete(String path);

  /**
   * Takes files out of the trash that were at this path or below it, each the one deleted last.
   *
   * @return the files as they are now
   */
  List<WorkspaceFile> restore(String path);

  /**
   * The files that this call has changed in earlier attempts, as they are now, also those in the
   * trash: a call that makes one change is done when there are any.
   */
  default List<WorkspaceFile> changed() {
    return List.of();
  }

  /**
   * Undoes what this call changed, where nothing has changed it since; harmless when it changed
   * nothing. For an attempt that begins anew: files that the last one made go for good, and what is
   * left it is told of when it asks for it again.
   */
  void revert();

  /**
   * Undoes what this call changed, as its tool's compensation: in the order of changes, also with
   * what other calls changed since, when their run is being rolled back too.
   *
   * @throws PerdureException {@code partly_undone}, naming what is left and why
   */
  default void undo() {
    revert();
  }

  /** Where there is none. */
  static Workspace none() {
    return NoWorkspace.INSTANCE;
  }
}
