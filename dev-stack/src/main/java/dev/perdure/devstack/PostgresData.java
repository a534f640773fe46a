package dev.perdure.devstack;

import dev.perdure.devstack.fetch.FileTree;
import dev.perdure.devstack.fetch.PostgresTools;
import dev.perdure.devstack.process.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The data folder of a PostgreSQL server.
 *
 * @param folder the folder itself
 */
record PostgresData(Path folder) {

  private static final Duration INIT_LIMIT = Duration.ofMinutes(3);

  /** The major version that made the data, when there are some. */
  OptionalInt major() {
    Path version = folder.resolve("PG_VERSION");
    try {
      return Files.isRegularFile(version)
          ? OptionalInt.of(Integer.parseInt(Files.readString(version).strip()))
          : OptionalInt.empty();
    } catch (IOException e) {
      throw new DevStackException(
          "Can't read %s. Run ./perdure as the user that made it, or delete the data with ./perdure reset."
              .formatted(version),
          e);
    }
  }

  /** Makes an empty database cluster, in one step, when there is none. */
  void create(PostgresTools tools, RunAs runAs, PostgresAddress admin) {
    if (major().isPresent()) {
      return;
    }
    Path temporary = folder.resolveSibling(folder.getFileName() + ".new");
    Path password = folder.resolveSibling(folder.getFileName() + ".pw");
    try {
      FileTree.delete(temporary);
      FileTree.delete(folder);
      Files.createDirectories(temporary);
      Files.writeString(password, admin.password() + "\n");
      runAs.give(temporary);
      runAs.give(password);
      Shell.Result result = Shell.run(initdb(tools, runAs, admin, temporary, password), INIT_LIMIT);
      if (result.exitCode() != 0) {
        throw new DevStackException(
            "PostgreSQL can't make its data folder: "
                + result
                    .output()
                    .lines()
                    .filter(line -> line.contains("error"))
                    .findFirst()
                    .orElse(result.output().strip()));
      }
      Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new DevStackException("Can't write to %s: %s".formatted(folder, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DevStackException("Making PostgreSQL's data folder was interrupted.", e);
    } finally {
      FileTree.delete(temporary);
      FileTree.delete(password);
    }
  }

  private static List<String> initdb(
      PostgresTools tools, RunAs runAs, PostgresAddress admin, Path target, Path password) {
    boolean mac = System.getProperty("os.name", "").startsWith("Mac");
    List<String> command = new ArrayList<>(runAs.prefix());
    command.addAll(List.of(tools.program("initdb"), "--pgdata=" + target));
    command.addAll(List.of("--username=" + admin.user(), "--pwfile=" + password));
    command.addAll(List.of("--auth=scram-sha-256", "--encoding=UTF8", "--no-sync"));
    command.addAll(
        mac
            ? List.of("--locale=C", "--lc-ctype=en_US.UTF-8")
            : List.of("--locale=C", "--lc-ctype=C.UTF-8"));
    return command;
  }

  /** Refuses data of another major version. */
  void check(PostgresTools tools) {
    OptionalInt major = major();
    if (major.isPresent() && major.getAsInt() != tools.major()) {
      throw new DevStackException(
          "The data in %s were made by PostgreSQL %d, the server found is %d. Delete the data with ./perdure reset, or put PostgreSQL %d first on the PATH."
              .formatted(folder, major.getAsInt(), tools.major(), major.getAsInt()));
    }
  }

  /**
   * Sees to what a killed server left. PostgreSQL copes by itself when no process has the id in
   * {@code postmaster.pid}; when some other program has it by now, the file is removed; when it is
   * a server that is just ending, that is waited for.
   */
  void settlePidFile() {
    Path file = folder.resolve("postmaster.pid");
    try {
      Optional<ProcessHandle> holder = holder(file);
      if (holder.isEmpty()) {
        return;
      }
      if (!isServerOfThisFolder(holder.get())) {
        Files.deleteIfExists(file);
      } else {
        awaitEnd(holder.get());
      }
    } catch (IOException e) {
      throw new DevStackException("Can't read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static Optional<ProcessHandle> holder(Path pidFile) throws IOException {
    if (!Files.isRegularFile(pidFile)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(pidFile);
    String pid = lines.isEmpty() ? "" : lines.getFirst().strip();
    return pid.matches("\\d+") ? ProcessHandle.of(Long.parseLong(pid)) : Optional.empty();
  }

  // A server's working directory is its data folder; where there is no /proc its name must do.
  private boolean isServerOfThisFolder(ProcessHandle process) throws IOException {
    Path directory = Path.of("/proc", Long.toString(process.pid()), "cwd");
    if (Files.exists(directory)) {
      return directory.toRealPath().equals(folder.toRealPath());
    }
    return process.info().command().filter(name -> name.endsWith("/postgres")).isPresent();
  }

  private void awaitEnd(ProcessHandle server) {
    try {
      server.onExit().get(10, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new DevStackException(
          "Another PostgreSQL (process %d) uses %s. Stop it first.".formatted(server.pid(), folder),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
