package dev.perdure.skills.sandbox.kubernetes;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.sandbox.SandboxFile;
import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.core.sandbox.SandboxListener;
import dev.perdure.core.sandbox.SandboxResult;
import dev.perdure.core.sandbox.SandboxResult.Ending;
import dev.perdure.core.skill.LiveOutput.Channel;
import dev.perdure.skills.sandbox.process.InputArchive;
import dev.perdure.skills.sandbox.process.JobFolder;
import dev.perdure.skills.sandbox.process.OutputArchive;
import dev.perdure.skills.sandbox.process.Pump;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Takes a job through its pod: files in, program, files out. */
record PodRun(SandboxPod pod, SandboxJob job, SandboxListener listener, Stop stop) {

  /** For files on their way, whichever. */
  private static final Duration TRANSFER = Duration.ofSeconds(30);

  /** After the wall time, for the pod to end the program by itself, so that its files come out. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private static final int KILLED = 128 + 9;
  private static final int OUT_OF_CPU_TIME = 128 + 24;

  /** What an archive may be longer than its files. */
  private static final long HEADERS = 16L * 1024 * 1024;

  SandboxResult run(JobFolder folder) throws IOException {
    takeIn(folder.path().resolve("in.tar"));
    AtomicLong budget = new AtomicLong(job.limits().outputBytes());
    Runnable tooMuch = () -> stop.ask(Ending.OUTPUT_LIMIT);
    Pump stdout = new Pump(Channel.STDOUT, untilStopped(), budget, tooMuch);
    Pump stderr = new Pump(Channel.STDERR, untilStopped(), budget, tooMuch);
    long begun = System.nanoTime();
    Optional<Integer> code =
        pod.exec(
            PodCommands.run(job),
            null,
            stdout::drain,
            stderr::drain,
            stop,
            job.limits().wallTime().plus(GRACE));
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    int exitCode = stop.why().isPresent() ? -1 : code.orElse(-1);
    Ending ending = stop.why().orElseGet(() -> ending(exitCode, took));
    List<String> left = exitCode < 0 ? List.of() : giveOut(folder.path().resolve("out.tar"));
    // Asked to stop while its files came out, it has stopped all the same.
    return new SandboxResult(ending, exitCode, stdout.text(), stderr.text(), left, took);
  }

  /** What is cut off may still say something, to nobody. */
  private SandboxListener untilStopped() {
    return new SandboxListener() {
      @Override
      public void output(Channel channel, String text) {
        if (stop.why().isEmpty()) {
          listener.output(channel, text);
        }
      }
    };
  }

  private void takeIn(Path archive) throws IOException {
    InputArchive.write(
        Map.of(
            JobSpec.CODE,
            List.of(
                SandboxFile.of("program", job.code().getBytes(StandardCharsets.UTF_8)),
                SandboxFile.of("stdin", job.stdin().getBytes(StandardCharsets.UTF_8))),
            JobSpec.WORK,
            job.files()),
        archive);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(archive))) {
      Optional<Integer> code =
          pod.exec(
              PodCommands.takeIn(Files.size(archive)),
              in,
              PodRun::drop,
              PodRun::drop,
              stop,
              TRANSFER);
      if (code.isPresent() && code.get() != 0) {
        throw new IOException("its files could not be laid down");
      }
    }
    if (stop.why().equals(Optional.of(Ending.STOPPED))) {
      throw PerdureException.cancelled();
    }
    if (stop.why().isPresent()) {
      throw new IOException("its files took too long");
    }
  }

  private List<String> giveOut(Path archive) throws IOException {
    Stop forFiles = new Stop();
    Optional<Integer> code =
        pod.exec(
            PodCommands.giveOut(),
            null,
            from -> keep(from, archive),
            PodRun::drop,
            forFiles,
            TRANSFER);
    if (code.isEmpty() || code.get() < 0) {
      return List.of("its files (they could not be read)");
    }
    return OutputArchive.read(archive, job, listener);
  }

  /** The rest is left in the pod. */
  private void keep(InputStream from, Path archive) {
    long left = job.limits().diskBytes() + HEADERS;
    byte[] buffer = new byte[65_536];
    try (OutputStream to = Files.newOutputStream(archive)) {
      int read = 0;
      while (read >= 0) {
        int some = (int) Math.min(read, left);
        to.write(buffer, 0, some);
        left -= some;
        read = from.read(buffer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void drop(InputStream from) {
    try {
      from.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // It was ended, and its stream closed with it.
    }
  }

  private Ending ending(int exitCode, Duration took) {
    if (exitCode == OUT_OF_CPU_TIME) {
      return Ending.CPU_LIMIT;
    }
    if (exitCode == KILLED && took.compareTo(job.limits().wallTime()) >= 0) {
      return Ending.TIMED_OUT;
    }
    if (exitCode >= 0 && exitCode != KILLED) {
      return Ending.EXITED;
    }
    return switch (pod.reason().orElse("")) {
      case "OOMKilled" -> Ending.OUT_OF_MEMORY;
      case "Evicted" -> Ending.DISK_LIMIT;
      case "DeadlineExceeded" -> Ending.TIMED_OUT;
      default -> exitCode >= 0 ? Ending.EXITED : Ending.KILLED;
    };
  }
}
