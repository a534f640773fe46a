package dev.perdure.skills.builtin.code;

import dev.perdure.core.sandbox.SandboxFile;
import dev.perdure.core.sandbox.SandboxLimits;
import dev.perdure.core.workspace.Workspace;
import dev.perdure.core.workspace.WorkspaceFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of the workspace that a program finds.
 *
 * @param problem for the model, when they can't be brought; else empty
 */
record BroughtFiles(List<SandboxFile> files, String problem) {

  /**
   * Looks them up.
   *
   * @param wanted paths of files and folders; null for all
   */
  static BroughtFiles of(Workspace workspace, @Nullable Object wanted, SandboxLimits limits) {
    if (!workspace.available()) {
      return wanted == null
          ? new BroughtFiles(List.of(), "")
          : new BroughtFiles(List.of(), "There are no files here: this call has no session.");
    }
    Map<String, WorkspaceFile> found = new LinkedHashMap<>();
    Collection<?> paths = wanted instanceof Collection<?> some ? some : List.of("");
    for (Object path : paths) {
      List<WorkspaceFile> matches = find(workspace, path.toString());
      if (matches.isEmpty() && wanted != null) {
        return new BroughtFiles(List.of(), "There is no file or folder \"" + path + "\".");
      }
      matches.forEach(file -> found.put(file.path(), file));
    }
    return fitting(workspace, found.values(), limits);
  }

  private static List<WorkspaceFile> find(Workspace workspace, String path) {
    return path.isEmpty()
        ? workspace.list("")
        : workspace.find(path).map(List::of).orElseGet(() -> workspace.list(path));
  }

  private static BroughtFiles fitting(
      Workspace workspace, Collection<WorkspaceFile> found, SandboxLimits limits) {
    long size = found.stream().mapToLong(WorkspaceFile::size).sum();
    if (size > limits.diskBytes() || found.size() > limits.files() / 2) {
      return new BroughtFiles(
          List.of(),
          "%d files of %d bytes are more than the sandbox holds (%d files, %d bytes). Name those the"
                  .formatted(found.size(), size, limits.files() / 2, limits.diskBytes())
              + " program needs in \"files\".");
    }
    List<SandboxFile> files = new ArrayList<>();
    for (WorkspaceFile file : found) {
      if (SandboxFile.isPlain(file.path())) {
        files.add(new SandboxFile(file.path(), file.size(), () -> workspace.read(file.path())));
      }
    }
    return new BroughtFiles(files, "");
  }
}
