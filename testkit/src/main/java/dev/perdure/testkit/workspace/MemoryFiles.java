package dev.perdure.testkit.workspace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of one session, with what each call did. Guarded by itself. */
final class MemoryFiles {

  /**
   * One change of one call.
   *
   * @param what names it: a call that asks for it again is told what it came to
   * @param files what it came to, and how each is put back
   * @param operation its number among those of the call
   */
  record Change(String what, List<Undo> files, int operation) {}

  /** How one file is put back, if nothing has changed it since. */
  record Undo(MemoryFile file, long revision, Runnable back) {}

  final long mostBytes;
  final List<MemoryFile> all = new ArrayList<>();
  final Map<String, List<Change>> changes = new HashMap<>();
  long clock;

  MemoryFiles(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  Optional<MemoryFile> find(String path) {
    return all.stream().filter(file -> !file.deleted && file.path.equals(path)).findFirst();
  }

  /** A file, or what is below a folder, by path. */
  List<MemoryFile> tree(String path, boolean trash) {
    return all.stream()
        .filter(file -> file.deleted == trash)
        .filter(file -> file.path.equals(path) || file.path.startsWith(path + "/"))
        .sorted((a, b) -> a.path.compareTo(b.path))
        .toList();
  }

  /** Whether a path is neither a file, nor a folder, nor below a file. */
  boolean free(String path) {
    return tree(path, false).isEmpty()
        && all.stream().noneMatch(file -> !file.deleted && path.startsWith(file.path + "/"));
  }

  long bytes() {
    return all.stream().filter(file -> !file.deleted).mapToLong(f -> f.content().length).sum();
  }
}
