package dev.perdure.skills.sandbox.process;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.core.sandbox.SandboxListener;
import dev.perdure.core.sandbox.SandboxResult.Ending;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.skill.LiveOutput.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs the keeper of a job as a process, and sees to its end. */
public final class JobProcess {

  /** After the wall time, for the keeper to end the job by itself and collect its files. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Watchdog watchdog;

  public JobProcess(Watchdog watchdog) {
    this.watchdog = watchdog;
  }

  /**
   * How a keeper ended.
   *
   * @param endedBy the limit that ended it, or that it was stopped; empty when it came to its end
   */
  public record Outcome(
      Optional<Ending> endedBy, int exitCode, String stdout, String stderr, Duration took) {}

  /**
   * Runs it, with an empty environment, in the job's folder, and waits.
   *
   * @param command the keeper; when its process is killed, the job must die with it
   * @param more asked now and then whether another limit was passed
   */
  public Outcome run(
      List<String> command,
      JobFolder folder,
      SandboxJob job,
      SandboxListener listener,
      Cancellation cancellation,
      Supplier<Optional<Ending>> more) {
    cancellation.throwIfRequested();
    AtomicReference<@Nullable Ending> endedBy = new AtomicReference<>();
    long start = System.nanoTime();
    Process process = start(command, folder);
    try (Watchdog.Registration _ =
            watchdog.watch(
                process.pid(), job.limits(), more, ending -> end(process, endedBy, ending));
        Cancellation.Registration _ =
            cancellation.onRequest(() -> end(process, endedBy, Ending.STOPPED))) {
      AtomicLong budget = new AtomicLong(job.limits().outputBytes());
      Runnable tooMuch = () -> end(process, endedBy, Ending.OUTPUT_LIMIT);
      Pump stdout = new Pump(Channel.STDOUT, listener, budget, tooMuch);
      Pump stderr = new Pump(Channel.STDERR, listener, budget, tooMuch);
      Thread reading = Thread.ofVirtual().start(() -> stderr.drain(process.getErrorStream()));
      endInTime(process, job, endedBy);
      stdout.drain(process.getInputStream());
      boolean interrupted = awaitEnd(process, reading, endedBy);
      if (interrupted) {
        Thread.currentThread().interrupt();
        throw PerdureException.cancelled();
      }
      return new Outcome(
          Optional.ofNullable(endedBy.get()),
          process.exitValue(),
          stdout.text(),
          stderr.text(),
          Duration.ofNanos(System.nanoTime() - start));
    } finally {
      process.destroyForcibly();
    }
  }

  /** Waits however often it is interrupted: what runs must not be left alone. */
  private static boolean awaitEnd(
      Process process, Thread reading, AtomicReference<@Nullable Ending> endedBy) {
    boolean interrupted = false;
    while (true) {
      try {
        reading.join();
        process.waitFor();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
        end(process, endedBy, Ending.STOPPED);
      }
    }
  }

  private static void endInTime(
      Process process, SandboxJob job, AtomicReference<@Nullable Ending> endedBy) {
    var _ =
        process
            .onExit()
            .orTimeout(job.limits().wallTime().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((ended, late) -> {
              if (late != null) {
                end(process, endedBy, Ending.TIMED_OUT);
              }
            });
  }

  private static void end(
      Process process, AtomicReference<@Nullable Ending> endedBy, Ending ending) {
    endedBy.compareAndSet(null, ending);
    process.destroyForcibly();
  }

  private static Process start(List<String> command, JobFolder folder) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.path().toFile())
            .redirectInput(folder.stdin().toFile());
    // Whatever the service knows by its environment, a job must not.
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
    try {
      return builder.start();
    } catch (IOException e) {
      throw PerdureException.toolRetryable(
          "sandbox_failed", "The sandbox could not be started: " + e.getMessage(), null, e);
    }
  }
}
