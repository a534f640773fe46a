package dev.perdure.devstack.cli;

import dev.perdure.devstack.DevStackException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A program that is run to its end, its output passed on line by line. */
final class Child {

  private Child() {}

  /** Runs it, and gives its exit code. */
  static int run(
      Path directory,
      Map<String, String> environment,
      List<String> command,
      Consumer<String> output)
      throws InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.redirectInput(Path.of("/dev/null").toFile());
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      // A Ctrl-C reaches the whole group; a plain kill of this JVM would leave the child behind.
      Thread hook = new Thread(process::destroy);
      Runtime.getRuntime().addShutdownHook(hook);
      try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          output.accept(line);
        }
      }
      int exitCode = process.waitFor();
      Runtime.getRuntime().removeShutdownHook(hook);
      return exitCode;
    } catch (IOException e) {
      throw new DevStackException(
          "Can't run %s: %s".formatted(command.getFirst(), e.getMessage()), e);
    }
  }
}
