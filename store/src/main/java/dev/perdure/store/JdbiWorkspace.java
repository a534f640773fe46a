package dev.perdure.store;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.CompensableTool;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.workspace.ChangedBy;
import dev.perdure.core.workspace.Expected;
import dev.perdure.core.workspace.FilePath;
import dev.perdure.core.workspace.NotUndone;
import dev.perdure.core.workspace.StoredFile;
import dev.perdure.core.workspace.Workspace;
import dev.perdure.core.workspace.WorkspaceFile;
import dev.perdure.store.FileChanges.Done;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The files of a session as one call sees and changes them, with errors in words for a model. */
final class JdbiWorkspace implements Workspace {

  private static final int NAMED = 50;

  private final JdbiWorkspaceStore store;
  private final OrgId orgId;
  private final UUID sessionId;
  private final ChangedBy.Call call;
  private final FileAttempt attempt;

  JdbiWorkspace(JdbiWorkspaceStore store, OrgId orgId, UUID sessionId, String effectKey) {
    this.store = store;
    this.orgId = orgId;
    this.sessionId = sessionId;
    this.call = new ChangedBy.Call(effectKey);
    this.attempt = new FileAttempt(call);
  }

  @Override
  public boolean available() {
    return true;
  }

  @Override
  public List<WorkspaceFile> list(String folder) {
    return told(() -> store.below(orgId, sessionId, folder).stream().map(FileRow::file).toList());
  }

  @Override
  public Optional<WorkspaceFile> find(String path) {
    return told(() -> store.find(orgId, sessionId, path, null).map(StoredFile::file));
  }

  @Override
  public InputStream read(String path, long offset, long length) {
    return told(() -> {
      StoredFile file =
          store
              .find(orgId, sessionId, path, null)
              .orElseThrow(() -> FileChanges.notFound(FilePath.of(path)));
      return store.read(orgId, file, offset, length);
    });
  }

  @Override
  public WorkspaceFile write(String path, InputStream content, @Nullable Integer expectedVersion) {
    Expected expected =
        expectedVersion == null ? new Expected.Any() : new Expected.Version(expectedVersion);
    return told(() -> store.write(orgId, attempt, sessionId, path, content, expected).row().file());
  }

  @Override
  public List<WorkspaceFile> move(String from, String to) {
    return told(() -> files(store.move(orgId, attempt, sessionId, from, to)));
  }

  @Override
  public List<WorkspaceFile> delete(String path) {
    return told(() -> files(store.delete(orgId, attempt, sessionId, path, new Expected.Any())));
  }

  @Override
  public List<WorkspaceFile> restore(String path) {
    return told(() -> files(store.restore(orgId, attempt, sessionId, path)));
  }

  @Override
  public List<WorkspaceFile> changed() {
    return told(() -> store.changed(orgId, sessionId, call).stream().map(FileRow::file).toList());
  }

  @Override
  public void revert() {
    told(() -> store.undo(orgId, sessionId, call, false));
  }

  @Override
  public void undo() {
    List<NotUndone> left = told(() -> store.undo(orgId, sessionId, call, true));
    if (!left.isEmpty()) {
      throw PerdureException.toolFinal(CompensableTool.PARTLY_UNDONE, words(left), null);
    }
  }

  private static String words(List<NotUndone> left) {
    String named =
        left.stream()
            .limit(NAMED)
            .map(file -> file.path() + " " + file.why())
            .collect(Collectors.joining("; "));
    String more = left.size() > NAMED ? "; and %d more".formatted(left.size() - NAMED) : "";
    return "Left as they are: " + named + more + ".";
  }

  private static List<WorkspaceFile> files(Done done) {
    return done.rows().stream().map(FileRow::file).toList();
  }

  private static <T> T told(Supplier<T> work) {
    try {
      return work.get();
    } catch (PerdureException e) {
      throw told(e);
    }
  }

  private static PerdureException told(PerdureException e) {
    PerdureError error = e.error();
    return switch (error) {
      case PerdureError.ToolFailed _, PerdureError.Cancelled _ -> e;
      case PerdureError.Unavailable _, PerdureError.RateLimited _ ->
          PerdureException.toolRetryable(error.code(), error.message(), null, e);
      default -> PerdureException.toolFinal(error.code(), error.message(), e);
    };
  }
}
