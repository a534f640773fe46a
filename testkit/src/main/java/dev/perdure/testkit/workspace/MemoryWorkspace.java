package dev.perdure.testkit.workspace;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.CompensableTool;
import dev.perdure.core.workspace.Workspace;
import dev.perdure.core.workspace.WorkspaceFile;
import dev.perdure.testkit.workspace.MemoryFiles.Change;
import dev.perdure.testkit.workspace.MemoryFiles.Undo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The files of a session as one attempt of a call sees and changes them. */
final class MemoryWorkspace implements Workspace {

  private static final int LONGEST = 1024;
  private static final long NOTHING = -1; // no revision: there is nothing to undo

  private final MemoryFiles files;
  private final String call;
  private final Set<Integer> known = new HashSet<>();

  MemoryWorkspace(MemoryFiles files, String call) {
    this.files = files;
    this.call = call;
  }

  @Override
  public boolean available() {
    return true;
  }

  @Override
  public List<WorkspaceFile> list(String folder) {
    synchronized (files) {
      return files.all.stream()
          .filter(file -> !file.deleted)
          .filter(file -> folder.isEmpty() || file.path.startsWith(folder + "/"))
          .map(MemoryFile::told)
          .sorted(Comparator.comparing(WorkspaceFile::path))
          .toList();
    }
  }

  @Override
  public Optional<WorkspaceFile> find(String path) {
    synchronized (files) {
      return files.find(path(path)).map(MemoryFile::told);
    }
  }

  @Override
  public InputStream read(String path, long offset, long length) {
    synchronized (files) {
      byte[] content = files.find(path(path)).orElseThrow(() -> notFound(path)).content();
      int from = (int) Math.min(offset, content.length);
      return new ByteArrayInputStream(content, from, (int) Math.min(length, content.length - from));
    }
  }

  @Override
  public WorkspaceFile write(String name, InputStream stream, @Nullable Integer expectedVersion) {
    String path = path(name);
    byte[] content = bytes(stream);
    synchronized (files) {
      return once(
              "write " + path + " " + MemoryFile.sha256(content),
              () -> List.of(write(path, content, expectedVersion)))
          .getFirst();
    }
  }

  private Undo write(String path, byte[] content, @Nullable Integer expectedVersion) {
    Optional<MemoryFile> there = files.find(path);
    if (expectedVersion != null
        && !expectedVersion.equals(there.map(MemoryFile::version).orElse(0))) {
      throw failure("file_version_conflict", path + " has changed, or is not there.");
    }
    if (there.isPresent() && Arrays.equals(there.get().content(), content)) {
      return new Undo(there.get(), NOTHING, () -> {});
    }
    if (there.isEmpty() && !files.free(path)) {
      throw taken(path);
    }
    if (files.bytes() + content.length > files.mostBytes) {
      throw failure("workspace_full", "There is no room for " + path + ".");
    }
    MemoryFile file = there.orElseGet(() -> new MemoryFile(path));
    int before = there.map(MemoryFile::version).orElse(0);
    if (there.isEmpty()) {
      files.all.add(file);
    }
    file.add(content);
    return changed(
        file,
        () -> {
          if (before == 0) {
            trash(file);
          } else {
            file.add(file.content(before));
          }
        });
  }

  @Override
  public List<WorkspaceFile> move(String from, String to) {
    String source = path(from);
    String target = path(to);
    synchronized (files) {
      return once(
          "move " + source + " " + target,
          () -> {
            List<MemoryFile> moved = some(source, files.tree(source, false));
            if (!files.free(target)) {
              throw taken(target);
            }
            return moved.stream()
                .map(file -> {
                  String before = file.path;
                  file.path = target + before.substring(source.length());
                  return changed(file, () -> file.path = before);
                })
                .toList();
          });
    }
  }

  @Override
  public List<WorkspaceFile> delete(String name) {
    String path = path(name);
    synchronized (files) {
      return once(
          "delete " + path,
          () ->
              some(path, files.tree(path, false)).stream()
                  .map(file -> {
                    trash(file);
                    return changed(file, () -> file.deleted = false);
                  })
                  .toList());
    }
  }

  @Override
  public List<WorkspaceFile> restore(String name) {
    String path = path(name);
    synchronized (files) {
      return once(
          "restore " + path,
          () -> {
            Set<String> seen = new HashSet<>();
            return some(path, files.tree(path, true)).stream()
                .sorted(Comparator.comparingLong((MemoryFile file) -> -file.deletedAt))
                .filter(file -> seen.add(file.path))
                .map(file -> {
                  if (!files.free(file.path)) {
                    throw taken(file.path);
                  }
                  file.deleted = false;
                  return changed(file, () -> trash(file));
                })
                .toList();
          });
    }
  }

  @Override
  public List<WorkspaceFile> changed() {
    synchronized (files) {
      return files.changes.getOrDefault(call, List.of()).stream()
          .flatMap(change -> change.files().stream())
          .map(Undo::file)
          .distinct()
          .map(MemoryFile::told)
          .toList();
    }
  }

  @Override
  public void revert() {
    undone();
  }

  @Override
  public void undo() {
    Set<String> left = undone();
    if (!left.isEmpty()) {
      throw failure(
          CompensableTool.PARTLY_UNDONE, "Left as they are: " + String.join(", ", left) + ".");
    }
  }

  /** Undoes what nothing has changed since; gives the paths of what is left, which stays noted. */
  private Set<String> undone() {
    synchronized (files) {
      Set<String> left = new TreeSet<>();
      List<Change> noted = new ArrayList<>();
      for (Change change : files.changes.getOrDefault(call, List.of()).reversed()) {
        List<Undo> stuck = change.files().stream().filter(undo -> !undone(undo)).toList();
        stuck.forEach(undo -> left.add(undo.file().path));
        if (!stuck.isEmpty()) {
          noted.addFirst(new Change(change.what(), stuck, change.operation()));
        }
      }
      files.changes.put(call, noted);
      return left;
    }
  }

  private static boolean undone(Undo undo) {
    if (undo.revision() == NOTHING) {
      return true;
    }
    if (undo.file().revision != undo.revision()) {
      return false;
    }
    undo.back().run();
    undo.file().revision--;
    return true;
  }

  /** Makes a change, unless another attempt of this call has made it. */
  private List<WorkspaceFile> once(String what, Supplier<List<Undo>> change) {
    List<Change> made = files.changes.computeIfAbsent(call, _ -> new ArrayList<>());
    for (Change earlier : made) {
      if (earlier.what().equals(what) && known.add(earlier.operation())) {
        return told(earlier.files());
      }
    }
    List<Undo> undo = change.get();
    int operation = made.isEmpty() ? 0 : made.getLast().operation() + 1;
    known.add(operation);
    made.add(new Change(what, undo, operation));
    return told(undo);
  }

  private static List<WorkspaceFile> told(List<Undo> changed) {
    return changed.stream()
        .map(undo -> undo.file().told())
        .sorted(Comparator.comparing(WorkspaceFile::path))
        .toList();
  }

  private static Undo changed(MemoryFile file, Runnable back) {
    file.revision++;
    return new Undo(file, file.revision, back);
  }

  private void trash(MemoryFile file) {
    file.deleted = true;
    file.deletedAt = files.clock++;
  }

  private static List<MemoryFile> some(String path, List<MemoryFile> found) {
    if (found.isEmpty()) {
      throw notFound(path);
    }
    return found;
  }

  private static byte[] bytes(InputStream content) {
    try {
      return content.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String path(String text) {
    String path = Normalizer.normalize(text, Normalizer.Form.NFC);
    boolean valid =
        path.length() <= LONGEST
            && !path.contains("\\")
            && path.chars().noneMatch(Character::isISOControl);
    for (String name : path.split("/", -1)) {
      valid &= !name.isEmpty() && !name.equals(".") && !name.equals("..");
    }
    if (!valid) {
      throw failure("path_invalid", "\"" + path + "\" is no path, such as reports/june.csv.");
    }
    return path;
  }

  private static PerdureException notFound(String path) {
    return failure("file_not_found", "There is no file " + path + ".");
  }

  private static PerdureException taken(String path) {
    return failure("path_taken", "At " + path + ", or at a folder of it, is something else.");
  }

  private static PerdureException failure(String code, String message) {
    return PerdureException.toolFinal(code, message, null);
  }
}
