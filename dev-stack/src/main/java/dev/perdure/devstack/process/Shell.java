package dev.perdure.devstack.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Short commands that are waited for. */
public final class Shell {

  /**
   * How a command ended.
   *
   * @param exitCode 0 when it went well; 124 when it was killed because it took too long
   * @param output what it printed, errors included
   */
  public record Result(int exitCode, String output) {}

  private Shell() {}

  /** Runs a command, with a time limit. */
  public static Result run(List<String> command, Duration limit)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("perdure-", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(output.toFile())
              .start();
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
      return new Result(ended ? process.exitValue() : 124, text);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  /** As {@link #run}, and empty when there is no such program. */
  public static Optional<Result> tryRun(List<String> command, Duration limit)
      throws InterruptedException {
    try {
      return Optional.of(run(command, limit));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Sends a signal such as {@code STOP} by the shell's own {@code kill}. */
  static void signal(String signal, long pid) {
    try {
      run(
          List.of("sh", "-c", "kill -\"$0\" \"$1\"", signal, Long.toString(pid)),
          Duration.ofSeconds(10));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
