package dev.perdure.devstack;

import dev.perdure.devstack.fetch.FileTree;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The {@code .perdure} folder, where everything of the dev stack lives.
 *
 * @param root the folder itself
 */
public record Home(Path root) {

  public Home {
    root = root.toAbsolutePath().normalize();
  }

  /**
   * The home of this process: {@code PERDURE_HOME}, else {@code .perdure} beside the nearest {@code
   * .mvn} folder above the working directory.
   */
  public static Home find() {
    String configured = System.getenv("PERDURE_HOME");
    if (configured != null && !configured.isBlank()) {
      return new Home(Path.of(configured));
    }
    Path start = Path.of("").toAbsolutePath();
    for (Path dir = start; dir != null; dir = dir.getParent()) {
      if (Files.isDirectory(dir.resolve(".mvn"))) {
        return new Home(dir.resolve(".perdure"));
      }
    }
    return new Home(start.resolve(".perdure"));
  }

  /** Fetched servers. */
  public Path tools() {
    return root.resolve("tools");
  }

  /** Data of the development servers. */
  public Path data() {
    return root.resolve("data");
  }

  /** State, lock and other files of the running supervisor. */
  public Path run() {
    return root.resolve("run");
  }

  /** Log files, one for each process. */
  public Path logs() {
    return root.resolve("logs");
  }

  /**
   * Where a JVM of the service keeps its archive of loaded classes. May be deleted at any time.
   *
   * @param use the role or command of the JVM
   */
  public Path classArchive(String use) {
    try {
      return Files.createDirectories(root.resolve("cache")).resolve(use + ".jsa");
    } catch (IOException e) {
      throw new DevStackException(
          "Can't write to " + root + ". Free some disk space or make the folder writable.", e);
    }
  }

  /** A new folder for a stack that does not outlive its tests. */
  public Path newTestFolder() {
    try {
      Path parent = Files.createDirectories(root.resolve("test"));
      removeAbandoned(parent);
      return Files.createTempDirectory(parent, ProcessHandle.current().pid() + "-");
    } catch (IOException e) {
      throw new DevStackException(
          "Can't write to " + root + ". Free some disk space or make the folder writable.", e);
    }
  }

  // A test run that was killed could not clean up: its folders carry its process id.
  private static void removeAbandoned(Path parent) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, "[0-9]*-*")) {
      for (Path folder : folders) {
        String pid = folder.getFileName().toString().replaceFirst("-.*", "");
        if (ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
          FileTree.delete(folder);
        }
      }
    }
  }
}
