package dev.perdure.skills.sandbox.kubernetes;

import dev.perdure.core.sandbox.Language;
import dev.perdure.core.sandbox.SandboxFile;
import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.core.sandbox.SandboxLimits;
import dev.perdure.skills.sandbox.process.Interpreters;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is run in a pod. A cluster logs its commands: nothing of a job's text is in one. It goes in
 * with the files.
 */
final class PodCommands {

  private static final String PROGRAM = "program";
  private static final String STDIN = "stdin";
  private static final String ARGUMENTS = "arguments";

  /**
   * When the program has ended, so does all that it left running, which would hold its output open
   * and change files while they are read. What the shell itself would say of that is nobody's
   * business. The soft limit of processor time is told by its signal, the hard one ends who does
   * not hear it.
   */
  private static final String RUN =
      """
      cd /work && ulimit -c 0 && ulimit -S -t "$1" && ulimit -H -t "$(($1 + 1))" &&
        ulimit -f "$2" && ulimit -n "$3" &&
        { ulimit -p "$4" 2>/dev/null || ulimit -u "$4"; } &&
        { [ "$5" = 0 ] || ulimit -v "$5"; } ||
        { echo 'the limits could not be set' >&2; exit 125; }
      seconds=$6
      shift 6
      exec 3>&2 2>/dev/null
      (exec timeout -s KILL "$seconds" env -i "$@") < /code/stdin 2>&3 3>&-
      code=$?
      kill -KILL -1
      exit "$code"
      """;

  /** Takes the place of the shell where a program has arguments. Nothing of the job leads it. */
  private static final String WITH_ARGUMENTS =
      """
      import os, sys
      command = [os.fsencode(word) for word in sys.argv[1:]]
      with open("/code/arguments", "rb") as arguments:
          command += arguments.read().split(b"\\0")[:-1]
      os.execvp(command[0], command)
      """;

  private static final String TAKE_IN =
      """
      left=$1 piece=$2
      exec 3>&1
      while [ "$left" -gt 0 ]; do
        [ "$left" -gt "$piece" ] || piece=$left
        head -c "$piece" || exit 1
        echo >&3
        left=$((left - piece))
      done | tar -x --no-same-owner -f - -C /
      """;

  /** The program may have ended its shell, and run on. */
  private static final String GIVE_OUT =
      """
      kill -KILL -1 2>/dev/null
      { tar -c --format=gnu -f - -C /work . 2>/dev/null || echo incomplete >&2; } | head -c "$1"
      """;

  private PodCommands() {}

  /** The files that are the program, for {@code /code}. */
  static List<SandboxFile> code(SandboxJob job) {
    StringBuilder arguments = new StringBuilder();
    job.arguments().forEach(argument -> arguments.append(argument).append('\0'));
    return List.of(
        file(PROGRAM, job.code()), file(STDIN, job.stdin()), file(ARGUMENTS, arguments.toString()));
  }

  private static SandboxFile file(String name, String text) {
    return SandboxFile.of(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Lays down an archive of {@code length} bytes from its input, which is never closed. It says a
   * byte for each {@code piece} it has taken.
   */
  static List<String> takeIn(long length, int piece) {
    return List.of("sh", "-c", TAKE_IN, "sh", Long.toString(length), Integer.toString(piece));
  }

  /**
   * Ends all there is, and writes an archive of the working folder to its output, no longer than
   * {@code most} bytes. It says something on stderr when not all is in it.
   */
  static List<String> giveOut(long most) {
    return List.of("sh", "-c", GIVE_OUT, "sh", Long.toString(most));
  }

  /** Whether the kernel ended a process because the pod had no memory left: 0 when it did. */
  static List<String> lookForKilled() {
    return List.of(
        "grep",
        "-qs",
        "^oom_kill [1-9]",
        "/sys/fs/cgroup/memory.events",
        "/sys/fs/cgroup/memory/memory.oom_control");
  }

  /**
   * Runs the program within the limits. Where the cluster says what else there is, it isn't told.
   */
  static List<String> run(SandboxJob job) {
    SandboxLimits limits = job.limits();
    // Node reserves far more than it uses, and ends itself at the size of its heap.
    boolean byHeap = job.language() == Language.JAVASCRIPT;
    Map<String, String> environment = Interpreters.environment("/work", "/tmp");
    List<String> command = new ArrayList<>(List.of("env", "-i"));
    command.add("PATH=" + environment.get("PATH"));
    command.addAll(List.of("sh", "-c", RUN, "sh"));
    command.add(Long.toString(Math.max(1, limits.cpuTime().toSeconds())));
    command.add(Long.toString(limits.fileBytes() / 512));
    command.add(Integer.toString(limits.openFiles()));
    command.add(Integer.toString(limits.processes()));
    command.add(byHeap ? "0" : Long.toString(limits.memoryBytes() / 1024));
    command.add(Long.toString(Math.max(1, limits.wallTime().toSeconds())));
    environment.forEach((name, value) -> command.add(name + "=" + value));
    if (!job.arguments().isEmpty()) {
      command.addAll(List.of("python3", "-I", "-c", WITH_ARGUMENTS));
    }
    command.addAll(interpreter(job));
    command.add("/code/" + PROGRAM);
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
