package dev.perdure.core.workspace;

import dev.perdure.core.error.PerdureException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The workspace of a call outside a session: it says that there is none. */
enum NoWorkspace implements Workspace {
  INSTANCE;

  @Override
  public boolean available() {
    return false;
  }

  @Override
  public List<WorkspaceFile> list(String folder) {
    throw unavailable();
  }

  @Override
  public Optional<WorkspaceFile> find(String path) {
    throw unavailable();
  }

  @Override
  public InputStream read(String path, long offset, long length) {
    throw unavailable();
  }

  @Override
  public WorkspaceFile write(String path, InputStream content, @Nullable Integer expectedVersion) {
    throw unavailable();
  }

  @Override
  public List<WorkspaceFile> move(String from, String to) {
    throw unavailable();
  }

  @Override
  public List<WorkspaceFile> delete(String path) {
    throw unavailable();
  }

  @Override
  public List<WorkspaceFile> restore(String path) {
    throw unavailable();
  }

  @Override
  public void revert() {
    // nothing was changed
  }

  private static PerdureException unavailable() {
    return PerdureException.toolFinal(
        "workspace_unavailable", "There are no files here: this call belongs to no session.", null);
  }
}
