package dev.perdure.skills.sandbox;

import dev.perdure.core.sandbox.SandboxFile;
import dev.perdure.core.sandbox.SandboxLimits;
import dev.perdure.core.workspace.Workspace;
import dev.perdure.core.workspace.WorkspaceFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of the workspace that a program finds.
 *
 * @param hidden those it does not find, for it has a file of its own in their place
 * @param problem for the model, when they can't be brought; else empty
 */
public record WorkspaceFiles(List<SandboxFile> files, List<String> hidden, String problem) {

  public WorkspaceFiles {
    files = List.copyOf(files);
    hidden = List.copyOf(hidden);
  }

  /**
   * Looks them up.
   *
   * @param wanted paths of files and folders; null for all
   * @param own the paths of files that come with the program
   */
  public static WorkspaceFiles of(
      Workspace workspace, @Nullable Object wanted, Set<String> own, SandboxLimits limits) {
    if (!workspace.available()) {
      return wanted instanceof Collection<?> some && !some.isEmpty()
          ? problem("There are no files here: this call has no session.")
          : new WorkspaceFiles(List.of(), List.of(), "");
    }
    Map<String, WorkspaceFile> found = new LinkedHashMap<>();
    if (wanted instanceof Collection<?> some) {
      for (Object path : some) {
        List<WorkspaceFile> matches = find(workspace, String.valueOf(path));
        if (matches.isEmpty()) {
          return problem("There is no file or folder \"" + path + "\".");
        }
        matches.forEach(file -> found.put(file.path(), file));
      }
    } else {
      workspace.list("").forEach(file -> found.put(file.path(), file));
    }
    return bring(workspace, found.values(), own, limits);
  }

  private static List<WorkspaceFile> find(Workspace workspace, String path) {
    return workspace.find(path).map(List::of).orElseGet(() -> workspace.list(path));
  }

  private static WorkspaceFiles bring(
      Workspace workspace, Collection<WorkspaceFile> found, Set<String> own, SandboxLimits limits) {
    long bytes = found.stream().mapToLong(WorkspaceFile::size).sum();
    // Those that come with it take room too.
    long most = own.isEmpty() ? limits.diskBytes() : limits.diskBytes() / 2;
    if (bytes > most || found.size() > limits.files() / 2) {
      return problem(
          "%d files of %d bytes are more than the sandbox holds (%d files, %d bytes). Name those the"
                  .formatted(found.size(), bytes, limits.files() / 2, most)
              + " program needs in \"files\".");
    }
    List<SandboxFile> files = new ArrayList<>();
    List<String> hidden = new ArrayList<>();
    for (WorkspaceFile file : found) {
      String path = file.path();
      if (collides(path, own)) {
        hidden.add(path);
      } else if (SandboxFile.isPlain(path)) {
        files.add(new SandboxFile(path, file.size(), () -> workspace.read(path)));
      }
    }
    return new WorkspaceFiles(files, hidden, "");
  }

  /** A file where the skill has one, or a folder; or below one of its files. */
  private static boolean collides(String path, Set<String> own) {
    return own.stream()
        .anyMatch(mine ->
            mine.equals(path) || mine.startsWith(path + "/") || path.startsWith(mine + "/"));
  }

  private static WorkspaceFiles problem(String problem) {
    return new WorkspaceFiles(List.of(), List.of(), problem);
  }
}
