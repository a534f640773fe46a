package dev.perdure.skills.builtin.data.process;

import dev.perdure.core.workspace.Workspace;
import dev.perdure.core.workspace.WorkspaceFile;
import dev.perdure.skills.builtin.data.wire.FileFormat;
import dev.perdure.skills.builtin.data.wire.FileRef;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Copies files of a workspace to where a query finds them. */
public final class StagedFiles {

  /** Why files can't be queried; the message is for the model. */
  public static final class Unfit extends Exception {

    private static final long serialVersionUID = 1L;

    Unfit(String message) {
      super(message);
    }
  }

  static final int MOST_FILES = 50;
  private static final String FORMATS = "CSV, TSV, JSON, JSON lines, Parquet or Excel (.xlsx)";

  private final Workspace workspace;
  private final long mostBytes;

  public StagedFiles(Workspace workspace, long mostBytes) {
    this.workspace = workspace;
    this.mostBytes = mostBytes;
  }

  /**
   * Copies files.
   *
   * @param paths none for all that can be queried
   */
  public List<FileRef> stage(List<String> paths, Path folder) throws IOException, Unfit {
    List<WorkspaceFile> wanted = paths.isEmpty() ? all() : named(paths);
    if (wanted.size() > MOST_FILES) {
      throw new Unfit("There are more than " + MOST_FILES + " files: name those you need.");
    }
    if (wanted.stream().mapToLong(WorkspaceFile::size).sum() > mostBytes) {
      throw tooLarge();
    }
    Set<Path> taken = new HashSet<>();
    List<FileRef> staged = new ArrayList<>();
    long left = mostBytes;
    for (WorkspaceFile file : wanted) {
      Path target = free(folder, file.path(), taken);
      left -= copy(file.path(), target, left);
      staged.add(
          new FileRef(
              file.path(),
              folder.relativize(target).toString(),
              FileFormat.of(file.path()).orElseThrow()));
    }
    return staged;
  }

  private List<WorkspaceFile> all() throws Unfit {
    List<WorkspaceFile> all =
        workspace.list("").stream().filter(file -> FileFormat.of(file.path()).isPresent()).toList();
    if (all.isEmpty()) {
      throw new Unfit("The workspace has no file that can be queried: " + FORMATS + ".");
    }
    return all;
  }

  private List<WorkspaceFile> named(List<String> paths) throws Unfit {
    List<WorkspaceFile> named = new ArrayList<>();
    for (String path : paths.stream().distinct().toList()) {
      WorkspaceFile file =
          workspace.find(path).orElseThrow(() -> new Unfit("There is no file " + path + "."));
      if (FileFormat.of(file.path()).isEmpty()) {
        throw new Unfit(path + " can't be queried: it has to be " + FORMATS + ", by its name.");
      }
      named.add(file);
    }
    return named;
  }

  /** The path without characters that mean something to DuckDB, such as those of patterns. */
  private static Path free(Path folder, String path, Set<Path> taken) throws Unfit {
    String safe = path.replaceAll("[*?\\[\\]{}'\"~:\\\\$\\p{Cntrl}]", "_");
    Path target = folder.resolve(safe).normalize();
    if (!target.startsWith(folder) || target.equals(folder)) {
      throw new Unfit(path + " is no path.");
    }
    for (int i = 2; !taken.add(target); i++) {
      target = target.resolveSibling(i + "_" + target.getFileName());
    }
    return target;
  }

  private long copy(String path, Path target, long most) throws IOException, Unfit {
    Files.createDirectories(target.getParent());
    long copied = 0;
    try (InputStream in = workspace.read(path);
        OutputStream out = Files.newOutputStream(target)) {
      byte[] buffer = new byte[64 * 1024];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        copied += read;
        if (copied > most) {
          throw tooLarge();
        }
        out.write(buffer, 0, read);
      }
    }
    return copied;
  }

  private Unfit tooLarge() {
    return new Unfit(
        "The files are larger than " + mostBytes / (1024 * 1024) + " MiB together. Name fewer.");
  }
}
