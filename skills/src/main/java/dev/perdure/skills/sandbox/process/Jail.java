package dev.perdure.skills.sandbox.process;

import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.core.sandbox.SandboxResult.Ending;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How a job is held, by a process of this machine. */
public interface Jail {

  /** Makes a job's process ready. Its folder has been filled. */
  Start start(SandboxJob job, JobFolder folder);

  /** What it begins its complaint with when it can't start a program. */
  String complaint();

  /** What it takes by itself, besides the job. */
  default Overhead overhead() {
    return new Overhead(16, 16L * 1024 * 1024);
  }

  /** Threads and memory. */
  record Overhead(int threads, long memoryBytes) {}

  /** Whether it sees to its end when its input ends, rather than when it is killed. */
  default boolean endsWhenAsked() {
    return false;
  }

  /**
   * What is started.
   *
   * @param command ends when the job has ended, having written its exit code to the folder's status
   *     and its files to the folder's archive. It ends with all of the job as well when its
   *     standard input does: then the worker is gone
   * @param more asked now and then, of the numbers of all processes, whether another limit was
   *     passed
   * @param afterwards run when nothing of the job is left
   */
  record Start(
      List<String> command, Function<List<Long>, Optional<Ending>> more, Runnable afterwards) {

    /** A process the kernel itself holds. */
    public Start(List<String> command) {
      this(command, _ -> Optional.empty(), () -> {});
    }
  }
}
