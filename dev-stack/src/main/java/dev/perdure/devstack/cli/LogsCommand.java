package dev.perdure.devstack.cli;

import dev.perdure.devstack.DevStackException;
import dev.perdure.devstack.process.LogTail;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code ./perdure logs [name] [-f]}: the last lines of the logs; {@code -f} goes on. */
final class LogsCommand {

  private static final int LINES = 100;
  private static final int LINES_OF_EACH = 20;

  private final Path folder;
  private final Terminal terminal;

  LogsCommand(Workspace workspace, Terminal terminal) {
    this.folder = workspace.home().logs();
    this.terminal = terminal;
  }

  int run(List<String> arguments) throws InterruptedException {
    List<String> names = arguments.stream().filter(it -> !it.startsWith("-")).toList();
    boolean follow = arguments.contains("-f") || arguments.contains("--follow");
    List<Path> logs = names.isEmpty() ? all() : names.stream().map(this::named).toList();
    for (Path log : logs) {
      List<String> lines = LogTail.lines(log, logs.size() == 1 ? LINES : LINES_OF_EACH);
      lines.forEach(line -> terminal.line(prefix(logs, log) + line));
    }
    if (follow) {
      follow(logs);
    }
    return 0;
  }

  private Path named(String name) {
    Path log = folder.resolve(name + ".log");
    if (!Files.isRegularFile(log)) {
      throw new DevStackException(
          "There is no log of %s. There are: %s"
              .formatted(
                  name, all().stream().map(LogsCommand::name).collect(Collectors.joining(", "))));
    }
    return log;
  }

  private List<Path> all() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".log")).sorted().toList();
    } catch (IOException e) {
      throw new DevStackException("Can't read %s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  private void follow(List<Path> logs) throws InterruptedException {
    Map<Path, Long> positions = new TreeMap<>();
    logs.forEach(log -> positions.put(log, log.toFile().length()));
    while (true) {
      Thread.sleep(200);
      for (Path log : logs) {
        positions.merge(log, 0L, (position, ignored) -> printFrom(logs, log, position));
      }
    }
  }

  private long printFrom(List<Path> logs, Path log, long position) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long from = file.length() < position ? 0 : position; // it was rotated
      file.seek(from);
      byte[] bytes = new byte[(int) Math.min(file.length() - from, 1_000_000)];
      file.readFully(bytes);
      int end = lastNewline(bytes) + 1;
      new String(bytes, 0, end, StandardCharsets.UTF_8)
          .lines()
          .forEach(line -> terminal.line(prefix(logs, log) + line));
      return from + end;
    } catch (IOException e) {
      return 0;
    }
  }

  private static int lastNewline(byte[] bytes) {
    int index = bytes.length - 1;
    while (index >= 0 && bytes[index] != '\n') {
      index--;
    }
    return index;
  }

  private static String prefix(List<Path> logs, Path log) {
    return logs.size() == 1 ? "" : name(log) + " | ";
  }

  private static String name(Path log) {
    return log.getFileName().toString().replaceFirst("\\.log$", "");
  }
}
