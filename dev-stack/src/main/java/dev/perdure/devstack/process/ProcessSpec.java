package dev.perdure.devstack.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to start.
 *
 * @param name a short name for messages
 * @param command program and arguments
 * @param environment variables added to those of this process
 * @param directory the working directory
 * @param log the file that output and errors are appended to
 * @param stopSignal the signal that asks it to end, such as {@code TERM}
 * @param orphanSignal the signal it gets when this JVM is gone; {@code KILL} follows after 2 s
 */
public record ProcessSpec(
    String name,
    List<String> command,
    Map<String, String> environment,
    Path directory,
    Path log,
    String stopSignal,
    String orphanSignal) {

  public ProcessSpec {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** A process that ends by {@code TERM} and is killed with its parent. */
  public static ProcessSpec of(
      String name, List<String> command, Map<String, String> environment, Path dir, Path log) {
    return new ProcessSpec(name, command, environment, dir, log, "TERM", "KILL");
  }

  public ProcessSpec withSignals(String stop, String orphan) {
    return new ProcessSpec(name, command, environment, directory, log, stop, orphan);
  }
}
