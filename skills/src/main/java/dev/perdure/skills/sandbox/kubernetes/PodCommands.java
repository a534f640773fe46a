package dev.perdure.skills.sandbox.kubernetes;

import dev.perdure.core.sandbox.Language;
import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.core.sandbox.SandboxLimits;
import dev.perdure.skills.sandbox.process.Interpreters;
import java.util.ArrayList;
import java.util.List;

/** What is run in a pod. Nothing of a job's text is ever part of a script. */
final class PodCommands {

  /** Where the cluster says what else there is, a job is not told. */
  private static final String RUN =
      """
      cd /work && ulimit -c 0 && ulimit -t "$1" && ulimit -f "$2" && ulimit -n "$3" &&
        { ulimit -p "$4" 2>/dev/null || ulimit -u "$4"; } &&
        { [ "$5" = 0 ] || ulimit -v "$5"; } ||
        { echo 'the limits could not be set' >&2; exit 125; }
      seconds=$6
      shift 6
      exec timeout -s KILL "$seconds" env -i "$@" < /code/stdin
      """;

  private PodCommands() {}

  /** Lays down an archive of {@code length} bytes from its input, which is never closed. */
  static List<String> takeIn(long length) {
    return List.of(
        "sh",
        "-c",
        "head -c \"$1\" | tar -x --no-same-owner -f - -C /",
        "sh",
        Long.toString(length));
  }

  /** Writes an archive of the working folder to its output. */
  static List<String> giveOut() {
    return List.of("tar", "-c", "--format=gnu", "-f", "-", "-C", "/work", ".");
  }

  /** Runs the program within the limits. */
  static List<String> run(SandboxJob job) {
    SandboxLimits limits = job.limits();
    // Node reserves far more than it uses, and ends itself at the size of its heap.
    boolean byHeap = job.language() == Language.JAVASCRIPT;
    List<String> command = new ArrayList<>(List.of("sh", "-c", RUN, "sh"));
    command.add(Long.toString(Math.max(1, limits.cpuTime().toSeconds())));
    command.add(Long.toString(limits.fileBytes() / 512));
    command.add(Integer.toString(limits.openFiles()));
    command.add(Integer.toString(limits.processes()));
    command.add(byHeap ? "0" : Long.toString(limits.memoryBytes() / 1024));
    command.add(Long.toString(Math.max(1, limits.wallTime().toSeconds())));
    Interpreters.environment("/work", "/tmp")
        .forEach((name, value) -> command.add(name + "=" + value));
    command.addAll(interpreter(job));
    command.add("/code/program");
    command.addAll(job.arguments());
    return command;
  }

  private static List<String> interpreter(SandboxJob job) {
    return switch (job.language()) {
      case PYTHON -> List.of("python3");
      case SHELL -> List.of("sh", "-c", "exec \"$(command -v bash || echo sh)\" \"$@\"", "sh");
      case JAVASCRIPT ->
          List.of(
              "node",
              "--max-old-space-size="
                  + Math.max(16, job.limits().memoryBytes() / (1024 * 1024) * 3 / 4));
    };
  }
}
