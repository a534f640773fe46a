package dev.perdure.skills.sandbox.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The processes of this machine at one moment, as {@code /proc} tells; only those that are asked
 * for where the kernel keeps lists of children.
 */
final class ProcessTable {

  private static final Path PROC = Path.of("/proc");
  private static final boolean CHILDREN_ARE_LISTED =
      Files.exists(PROC.resolve("thread-self/children"));

  private final Map<Long, List<Entry>> byParent = new HashMap<>();
  private final Map<Long, Entry> byId = new HashMap<>();

  /**
   * One process.
   *
   * @param ticks of processor time, in hundredths of a second
   * @param ticksOfChildren of those it has buried
   * @param begun when, in hundredths of a second since the machine was started
   * @param residentPages shared ones counted in full
   */
  record Entry(
      long id,
      long parent,
      long ticks,
      long ticksOfChildren,
      int threads,
      long begun,
      long residentPages) {

    /** Reads a line of {@code /proc/<pid>/stat}. */
    static Entry parse(String line) {
      // The name may hold anything, blanks and parentheses as well; what follows it does not.
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      return new Entry(
          Long.parseLong(line.substring(0, line.indexOf(' '))),
          Long.parseLong(fields[1]),
          Long.parseLong(fields[11]) + Long.parseLong(fields[12]),
          Long.parseLong(fields[13]) + Long.parseLong(fields[14]),
          Integer.parseInt(fields[17]),
          Long.parseLong(fields[19]),
          Long.parseLong(fields[21]));
    }
  }

  private ProcessTable() {}

  /** Only Linux tells. */
  static boolean isThere() {
    return Files.isDirectory(PROC);
  }

  static ProcessTable read() {
    ProcessTable table = new ProcessTable();
    if (CHILDREN_ARE_LISTED) {
      return table;
    }
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[1-9]*")) {
      for (Path process : processes) {
        readText(process.resolve("stat")).map(Entry::parse).ifPresent(table::add);
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new IllegalStateException("/proc can't be read", e);
    }
    return table;
  }

  private void add(Entry entry) {
    byId.put(entry.id(), entry);
    byParent.computeIfAbsent(entry.parent(), parent -> new ArrayList<>()).add(entry);
  }

  /** A process and all that come from it. */
  List<Entry> tree(long root) {
    List<Entry> tree = new ArrayList<>();
    find(root).ifPresent(tree::add);
    for (int i = 0; i < tree.size(); i++) {
      tree.addAll(children(tree.get(i).id()));
    }
    return tree;
  }

  private Optional<Entry> find(long id) {
    return CHILDREN_ARE_LISTED
        ? readText(PROC.resolve(id + "/stat")).map(Entry::parse)
        : Optional.ofNullable(byId.get(id));
  }

  private List<Entry> children(long id) {
    if (!CHILDREN_ARE_LISTED) {
      return byParent.getOrDefault(id, List.of());
    }
    List<Entry> children = new ArrayList<>();
    // Each thread has a list of those it made.
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(PROC.resolve(id + "/task"))) {
      for (Path thread : threads) {
        String list = readText(thread.resolve("children")).orElse("").strip();
        for (String child : list.isEmpty() ? new String[0] : list.split(" ", -1)) {
          find(Long.parseLong(child)).ifPresent(children::add);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // It has just ended.
    }
    return children;
  }

  /**
   * The memory a process answers for, in bytes: what it shares is divided among those who share it.
   * Empty when it is gone, or may not be asked.
   */
  static Optional<Long> proportionalMemory(long id) {
    return readText(PROC.resolve(id + "/smaps_rollup"))
        .flatMap(text -> text.lines().filter(line -> line.startsWith("Pss:")).findFirst())
        .map(ProcessTable::kibibytes);
  }

  /** What a process has besides what it sees: tables of its pages, and what was swapped out. */
  static long unmappedMemory(long id) {
    return readText(PROC.resolve(id + "/status")).stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith("VmPTE:") || line.startsWith("VmSwap:"))
        .mapToLong(ProcessTable::kibibytes)
        .sum();
  }

  private static long kibibytes(String line) {
    return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
  }

  /** How many files a process has open; empty when it is gone, or may not be asked. */
  static Optional<Integer> descriptors(long id) {
    return openDescriptors(id).map(List::size);
  }

  /** What a process has open, as the kernel names it; empty as with {@link #descriptors}. */
  static Optional<List<String>> openFiles(long id) {
    return openDescriptors(id)
        .map(paths -> paths.stream().flatMap(path -> target(path).stream()).toList());
  }

  /** The links to what a process has open. */
  static Optional<List<Path>> openDescriptors(long id) {
    List<Path> links = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(PROC.resolve(id + "/fd"))) {
      found.forEach(links::add);
      return Optional.of(links);
    } catch (IOException | DirectoryIteratorException e) {
      return Files.exists(PROC.resolve(Long.toString(id)))
          ? Optional.empty()
          : Optional.of(List.of());
    }
  }

  /** What a process has mapped, a line each; empty when it is gone, or may not be asked. */
  static List<String> mappings(long id) {
    return readText(PROC.resolve(id + "/maps")).stream().flatMap(String::lines).toList();
  }

  private static Optional<String> target(Path link) {
    try {
      return Optional.of(Files.readSymbolicLink(link).toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> readText(Path file) {
    try {
      return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
