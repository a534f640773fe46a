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

/** Runs the keeper of a job as a process, and sees to its end. */
final class JobProcess {

  /** After the wall time, for the keeper to end the job by itself and collect its files. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Watchdog watchdog;

  JobProcess(Watchdog watchdog) {
    this.watchdog = watchdog;
  }

  /**
   * How a keeper ended.
   *
   * @param endedBy the limit that ended it, or that it was stopped; empty when it came to its end
   */
  record Outcome(
      Optional<Ending> endedBy, int exitCode, String stdout, String stderr, Duration took) {}

  /**
   * Runs it, with an empty environment, in the job's folder, and waits.
   *
   * @param start the keeper; it says of its jail whether it ends the job when it is asked to, or
   *     the job dies with it
   */
  Outcome run(
      Jail.Start start,
      Jail jail,
      JobFolder folder,
      SandboxJob job,
      SandboxListener listener,
      Cancellation cancellation)
      throws IOException {
    cancellation.throwIfRequested();
    long begun = System.nanoTime();
    Process process = start(start.command(), folder);
    Ender ender = new Ender(process, jail.endsWhenAsked());
    try (Watchdog.Registration _ =
            watchdog.watch(process.pid(), job.limits(), jail.overhead(), start.more(), ender::end);
        Cancellation.Registration _ = cancellation.onRequest(() -> ender.end(Ending.STOPPED))) {
      AtomicLong budget = new AtomicLong(job.limits().outputBytes());
      Runnable tooMuch = () -> ender.end(Ending.OUTPUT_LIMIT);
      Pump stdout = new Pump(Channel.STDOUT, listener, budget, tooMuch);
      Pump stderr = new Pump(Channel.STDERR, listener, budget, tooMuch);
      Thread reading = Thread.ofVirtual().start(() -> stderr.drain(process.getErrorStream()));
      endInTime(process, job, ender);
      stdout.drain(process.getInputStream());
      boolean interrupted = awaitEnd(process, reading, ender);
      if (interrupted) {
        Thread.currentThread().interrupt();
        throw PerdureException.cancelled();
      }
      return new Outcome(
          ender.endedBy(),
          process.exitValue(),
          stdout.text(),
          stderr.text(),
          Duration.ofNanos(System.nanoTime() - begun));
    } finally {
      process.destroyForcibly();
    }
  }

  /** Waits however often it is interrupted: what runs must not be left alone. */
  private static boolean awaitEnd(Process process, Thread reading, Ender ender) {
    boolean interrupted = false;
    while (true) {
      try {
        reading.join();
        process.waitFor();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
        ender.end(Ending.STOPPED);
      }
    }
  }

  private static void endInTime(Process process, SandboxJob job, Ender ender) {
    var _ =
        process
            .onExit()
            .orTimeout(job.limits().wallTime().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((ended, late) -> {
              if (late != null) {
                ender.end(Ending.TIMED_OUT);
              }
            });
  }

  private static Process start(List<String> command, JobFolder folder) throws IOException {
    // Its standard input stays an open pipe: whatever ends this JVM ends the pipe, and that the
    // job.
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.path().toFile());
    // Whatever the service knows by its environment, a job must not.
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
    return builder.start();
  }
}
