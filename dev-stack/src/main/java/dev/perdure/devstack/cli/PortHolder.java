package dev.perdure.devstack.cli;

import dev.perdure.devstack.process.Shell;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds out which process listens on a port, as far as this user may see it. */
final class PortHolder {

  private static final String LISTENING = "0A";

  private PortHolder() {}

  /** Such as {@code python3 (process 4711)}. */
  static Optional<String> of(int port) {
    Optional<Long> pid =
        Files.isDirectory(Path.of("/proc/self/fd")) ? fromProc(port) : fromLsof(port);
    return pid.flatMap(ProcessHandle::of).map(PortHolder::describe);
  }

  private static String describe(ProcessHandle process) {
    String command =
        process.info().command().map(path -> Path.of(path).getFileName() + " ").orElse("");
    return "%s(process %d)".formatted(command, process.pid());
  }

  private static Optional<Long> fromLsof(int port) {
    try {
      return Shell.tryRun(
              List.of("lsof", "-nP", "-t", "-iTCP:" + port, "-sTCP:LISTEN"), Duration.ofSeconds(5))
          .flatMap(result -> result.output().lines().findFirst())
          .filter(line -> line.matches("\\d+"))
          .map(Long::parseLong);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static Optional<Long> fromProc(int port) {
    Set<String> sockets = new HashSet<>();
    for (String table : List.of("tcp", "tcp6")) {
      sockets.addAll(listeningSockets(Path.of("/proc/net", table), port));
    }
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        if (holds(process, sockets)) {
          return Optional.of(Long.parseLong(process.getFileName().toString()));
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  // Columns: number, local address:port in hex, remote, state, …, inode as the tenth.
  private static Set<String> listeningSockets(Path table, int port) {
    String suffix = ":" + String.format(Locale.ROOT, "%04X", port);
    Set<String> found = new HashSet<>();
    try {
      for (String line : Files.readAllLines(table)) {
        List<String> columns = List.of(line.strip().split("\\s+", -1));
        if (columns.size() > 9
            && columns.get(1).endsWith(suffix)
            && columns.get(3).equals(LISTENING)) {
          found.add("socket:[" + columns.get(9) + "]");
        }
      }
    } catch (IOException e) {
      return Set.of();
    }
    return found;
  }

  private static boolean holds(Path process, Set<String> sockets) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path file : files) {
        if (sockets.contains(Files.readSymbolicLink(file).toString())) {
          return true;
        }
      }
      return false;
    } catch (IOException | DirectoryIteratorException e) {
      // Another user's process, or one that has just ended.
      return false;
    }
  }
}
