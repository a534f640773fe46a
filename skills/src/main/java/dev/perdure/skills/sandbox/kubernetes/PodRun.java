package dev.perdure.skills.sandbox.kubernetes;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.core.sandbox.SandboxListener;
import dev.perdure.core.sandbox.SandboxResult;
import dev.perdure.core.sandbox.SandboxResult.Ending;
import dev.perdure.core.skill.LiveOutput.Channel;
import dev.perdure.skills.sandbox.process.InputArchive;
import dev.perdure.skills.sandbox.process.JobFolder;
import dev.perdure.skills.sandbox.process.OutputArchive;
import dev.perdure.skills.sandbox.process.Pump;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a job through its pod: files in, program, files out. */
record PodRun(SandboxPod pod, SandboxJob job, SandboxListener listener, Stop stop) {

  private static final Logger LOG = LoggerFactory.getLogger(PodRun.class);

  /** For files on their way, whichever. */
  private static final Duration TRANSFER = Duration.ofSeconds(30);

  /** After the wall time, for the pod to end the program by itself, so that its files come out. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** For the cluster to say why it ended a pod, which it learns from its nodes. */
  private static final Duration TO_TELL = Duration.ofSeconds(5);

  /** The longest all that takes, but for the program. */
  static final Duration AROUND = TRANSFER.plus(TO_TELL).multipliedBy(2).plus(GRACE);

  private static final int KILLED = 128 + 9;
  private static final int OUT_OF_CPU_TIME = 128 + 24;

  private static final String OUT_OF_MEMORY = "OOMKilled";

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
    // One that was stopped may have left files; nobody wants those of one that others stopped.
    boolean wanted = stop.why().isEmpty() || stop.why().equals(Optional.of(Ending.TIMED_OUT));
    List<String> left = wanted ? giveOut(folder.path().resolve("out.tar")) : List.of();
    Ending ending = stop.why().orElseGet(() -> ending(exitCode, took));
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
            JobSpec.CODE, PodCommands.code(job),
            JobSpec.WORK, job.files()),
        archive);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(archive))) {
      Pump complaint = complaint();
      Bringing bringing = new Bringing(in);
      Optional<Integer> code =
          pod.exec(
              PodCommands.takeIn(Files.size(archive), Bringing.PIECE),
              bringing,
              bringing::hear,
              complaint::drain,
              stop,
              TRANSFER);
      if (code.isPresent() && code.get() != 0) {
        throw new IOException("its files could not be laid down: " + complaint.text());
      }
    }
    if (stop.why().equals(Optional.of(Ending.STOPPED))) {
      throw PerdureException.cancelled();
    }
    if (stop.why().isPresent()) {
      throw new IOException("its files took too long");
    }
  }

  /** Takes what comes, be it cut off. */
  private List<String> giveOut(Path archive) throws IOException {
    long most = job.limits().diskBytes() + HEADERS;
    Stop forFiles = new Stop();
    Pump complaint = complaint();
    Optional<Integer> code;
    try {
      code =
          pod.exec(
              PodCommands.giveOut(most),
              null,
              from -> keep(from, archive, most, forFiles),
              complaint::drain,
              forFiles,
              TRANSFER);
    } catch (KubernetesClientException e) {
      // The pod is gone, or ends.
      LOG.info("The files of a sandbox of {} can't be read", job.orgId(), e);
      return List.of("its files (they could not be read)");
    }
    List<String> left = new ArrayList<>();
    if (Files.exists(archive)) {
      left.addAll(OutputArchive.read(archive, job, listener));
    }
    if (!code.equals(Optional.of(0)) || !complaint.text().isEmpty()) {
      left.add("what could not be read, or not in time");
    }
    return left;
  }

  /** The pod keeps to the bound by itself; nothing of a pod is believed. */
  private static void keep(InputStream from, Path archive, long most, Stop stop) {
    long left = most;
    byte[] buffer = new byte[65_536];
    try (OutputStream to = Files.newOutputStream(archive)) {
      int read;
      while ((read = from.read(buffer)) >= 0) {
        to.write(buffer, 0, (int) Math.min(read, left));
        left -= read;
        if (left < 0) {
          stop.ask(Ending.DISK_LIMIT);
          return;
        }
      }
    } catch (IOException e) {
      // It was ended, and its stream closed with it. What came is there.
      LOG.debug("The files of a sandbox are cut off", e);
    }
  }

  /** What the commands themselves say. */
  private static Pump complaint() {
    return new Pump(Channel.STDERR, SandboxListener.NONE, new AtomicLong(1_000), () -> {});
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
    return switch (pod.reason().or(() -> reasonOfTheEnd(exitCode)).orElse("")) {
      case OUT_OF_MEMORY -> Ending.OUT_OF_MEMORY;
      case "Evicted" -> Ending.DISK_LIMIT;
      case "DeadlineExceeded" -> Ending.TIMED_OUT;
      default -> exitCode >= 0 ? Ending.EXITED : Ending.KILLED;
    };
  }

  /** Either the kernel ended the program alone, or the whole pod, which is told a little later. */
  private Optional<String> reasonOfTheEnd(int exitCode) {
    try {
      Optional<Integer> looked =
          pod.exec(
              PodCommands.lookForKilled(), null, PodRun::drop, PodRun::drop, new Stop(), TO_TELL);
      if (exitCode >= 0 && looked.filter(code -> code >= 0).isPresent()) {
        return looked.filter(code -> code == 0).map(_ -> OUT_OF_MEMORY);
      }
    } catch (KubernetesClientException e) {
      LOG.debug("The pod of a sandbox has ended", e);
    }
    return pod.awaitReason(TO_TELL);
  }
}
