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

/** The processes of this machine at one moment, as {@code /proc} tells. */
final class ProcessTable {

  private static final Path PROC = Path.of("/proc");

  private final Map<Long, List<Entry>> byParent = new HashMap<>();
  private final Map<Long, Entry> byId = new HashMap<>();

  /**
   * One process.
   *
   * @param ticks of processor time, in hundredths of a second, with those of the children it has
   *     buried
   * @param residentPages shared ones counted in full
   */
  record Entry(long id, long parent, long ticks, int threads, long residentPages) {

    /** Reads a line of {@code /proc/<pid>/stat}. */
    static Entry parse(String line) {
      // The name may hold anything, blanks and parentheses as well; what follows it does not.
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = 0;
      for (int i = 11; i <= 14; i++) {
        ticks += Long.parseLong(fields[i]);
      }
      return new Entry(
          Long.parseLong(line.substring(0, line.indexOf(' '))),
          Long.parseLong(fields[1]),
          ticks,
          Integer.parseInt(fields[17]),
          Long.parseLong(fields[21]));
    }
  }

  private ProcessTable() {}

  static ProcessTable read() {
    ProcessTable table = new ProcessTable();
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
    Optional.ofNullable(byId.get(root)).ifPresent(tree::add);
    for (int i = 0; i < tree.size(); i++) {
      tree.addAll(byParent.getOrDefault(tree.get(i).id(), List.of()));
    }
    return tree;
  }

  /**
   * The memory a process answers for, in bytes: what it shares is divided among those who share it.
   * Empty when it is gone, or may not be asked.
   */
  static Optional<Long> proportionalMemory(long id) {
    return readText(PROC.resolve(id + "/smaps_rollup"))
        .flatMap(text -> text.lines().filter(line -> line.startsWith("Pss:")).findFirst())
        .map(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")));
  }

  private static Optional<String> readText(Path file) {
    try {
      return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
