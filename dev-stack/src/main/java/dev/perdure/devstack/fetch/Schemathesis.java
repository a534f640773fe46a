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
 * Schemathesis, which tries an API against its own description. It is installed once into a virtual
 * environment under the tools, from packages that are pinned by version and hash, and moved into
 * place when it is whole.
 */
public final class Schemathesis {

  private static final String REQUIREMENTS = "/schemathesis-requirements.txt";
  private static final List<String> PYTHONS =
      List.of("python3", "python3.14", "python3.13", "python3.12", "python3.11");
  private static final String IS_NEW_ENOUGH =
      "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))";
  private static final String NEEDS =
      "The tests of the API need Schemathesis, which needs Python 3.11 or newer with venv and pip"
          + " (apt install python3 python3-venv, or brew install python). ";

  private final Home home;
  private final Consumer<String> progress;
  private final List<String> pythons;

  /**
   * @param progress told what takes longer than a second
   */
  public Schemathesis(Home home, Consumer<String> progress) {
    this(home, progress, PYTHONS);
  }

  Schemathesis(Home home, Consumer<String> progress, List<String> pythons) {
    this.home = home;
    this.progress = progress;
    this.pythons = List.copyOf(pythons);
  }

  /**
   * The beginning of a command line that runs it, installed first where it is not.
   *
   * @throws DevStackException when it can't be, with what to do
   */
  public List<String> command() throws InterruptedException {
    try {
      Files.createDirectories(home.tools());
      Path temporary = Files.createTempDirectory(home.tools(), "schemathesis-tmp-");
      try {
        Path requirements = temporary.resolve("requirements.txt");
        copyRequirements(requirements);
        Path target =
            home.tools().resolve("schemathesis-" + Sha256.of(requirements).substring(0, 12));
        if (!Files.isDirectory(target)) {
          install(requirements, temporary.resolve("made"), target);
        }
        return List.of(target.resolve("bin/python").toString(), "-m", "schemathesis.cli");
      } finally {
        FileTree.delete(temporary);
      }
    } catch (IOException e) {
      throw new DevStackException(
          "Can't install Schemathesis in %s: %s".formatted(home.tools(), e.getMessage()), e);
    }
  }

  private static void copyRequirements(Path file) throws IOException {
    try (InputStream in = Schemathesis.class.getResourceAsStream(REQUIREMENTS)) {
      if (in == null) {
        throw new IllegalStateException(REQUIREMENTS + " is missing from dev-stack");
      }
      Files.copy(in, file);
    }
  }

  private void install(Path requirements, Path made, Path target)
      throws IOException, InterruptedException {
    progress.accept("Installing Schemathesis (about 10 MB, once)");
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
    throw new DevStackException(NEEDS + "None was found.");
  }

  private static void run(String who, String... command) throws IOException, InterruptedException {
    Shell.Result result = Shell.run(List.of(command), Duration.ofMinutes(10));
    if (result.exitCode() != 0) {
      List<String> lines = result.output().lines().filter(line -> !line.isBlank()).toList();
      throw new DevStackException(
          NEEDS + who + (lines.isEmpty() ? "nothing" : lines.getLast()).strip());
    }
  }
}
