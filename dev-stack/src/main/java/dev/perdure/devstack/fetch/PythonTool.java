package dev.perdure.devstack.fetch;

import dev.perdure.devstack.DevStackException;
import dev.perdure.devstack.Home;
import dev.perdure.devstack.process.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A program written in Python. It is installed once into a virtual environment under the tools,
 * from packages that are pinned by version and hash, and moved into place when it is whole.
 */
final class PythonTool {

  private static final List<String> PYTHONS =
      List.of("python3", "python3.14", "python3.13", "python3.12", "python3.11");
  private static final String IS_NEW_ENOUGH =
      "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))";

  private final Home home;
  private final Consumer<String> progress;
  private final List<String> pythons;
  private final Wanted wanted;

  PythonTool(Home home, Consumer<String> progress, Wanted wanted) {
    this(home, progress, wanted, PYTHONS);
  }

  PythonTool(Home home, Consumer<String> progress, Wanted wanted, List<String> pythons) {
    this.home = home;
    this.progress = progress;
    this.wanted = wanted;
    this.pythons = List.copyOf(pythons);
  }

  /**
   * What is to be installed.
   *
   * @param name of the tool, as people write it
   * @param folder how the name of its folder begins
   * @param module what Python runs
   * @param megabytes what is loaded, about
   * @param who needs it
   */
  record Wanted(String name, String folder, String module, int megabytes, String who) {

    private String requirements() {
      return "/" + folder + "-requirements.txt";
    }
  }

  /**
   * The beginning of a command line that runs it, installed first where it is not.
   *
   * @throws DevStackException when it can't be, with what to do
   */
  List<String> command() throws InterruptedException {
    try {
      Files.createDirectories(home.tools());
      Path temporary = Files.createTempDirectory(home.tools(), wanted.folder() + "-tmp-");
      try {
        Path requirements = temporary.resolve("requirements.txt");
        copyRequirements(requirements);
        Path target =
            home.tools().resolve(wanted.folder() + "-" + Sha256.of(requirements).substring(0, 12));
        if (!Files.isDirectory(target)) {
          install(requirements, temporary.resolve("made"), target);
        }
        return List.of(target.resolve("bin/python").toString(), "-m", wanted.module());
      } finally {
        FileTree.delete(temporary);
      }
    } catch (IOException e) {
      throw new DevStackException(
          "Can't install %s in %s: %s".formatted(wanted.name(), home.tools(), e.getMessage()), e);
    }
  }

  private void copyRequirements(Path file) throws IOException {
    try (InputStream in = PythonTool.class.getResourceAsStream(wanted.requirements())) {
      if (in == null) {
        throw new IllegalStateException(wanted.requirements() + " is missing from dev-stack");
      }
      Files.copy(in, file);
    }
  }

  private void install(Path requirements, Path made, Path target)
      throws IOException, InterruptedException {
    progress.accept(
        "Installing %s (about %d MB, once)".formatted(wanted.name(), wanted.megabytes()));
    run("Python says: ", python(), "-m", "venv", made.toString());
    run(
        "The package index was asked, and pip says: ",
        made.resolve("bin/python").toString(),
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "--quiet",
        "--retries=2",
        "--timeout=20",
        "--only-binary=:all:",
        "--require-hashes",
        "--requirement=" + requirements);
    try {
      Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // Another process may have been quicker; what it made is the same.
      if (!Files.isDirectory(target)) {
        throw e;
      }
    }
  }

  private String python() throws InterruptedException {
    for (String name : pythons) {
      Optional<Shell.Result> tried =
          Shell.tryRun(List.of(name, "-c", IS_NEW_ENOUGH), Duration.ofSeconds(30));
      if (tried.isPresent() && tried.get().exitCode() == 0) {
        return name;
      }
    }
    throw new DevStackException(needs() + "None was found.");
  }

  private void run(String who, String... command) throws IOException, InterruptedException {
    Shell.Result result = Shell.run(List.of(command), Duration.ofMinutes(10));
    if (result.exitCode() != 0) {
      List<String> lines = result.output().lines().filter(line -> !line.isBlank()).toList();
      throw new DevStackException(
          needs() + who + (lines.isEmpty() ? "nothing" : lines.getLast()).strip());
    }
  }

  private String needs() {
    return wanted.who()
        + " need "
        + wanted.name()
        + ", which needs Python 3.11 or newer with venv and pip"
        + " (apt install python3 python3-venv, or brew install python). ";
  }
}
