package dev.perdure.skills.sandbox.process;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.sandbox.Language;
import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.core.sandbox.SandboxLimits;
import dev.perdure.core.sandbox.SandboxListener;
import dev.perdure.core.sandbox.SandboxResult;
import dev.perdure.core.sandbox.SandboxResult.Ending;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.tenant.OrgId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs jobs in a jail: folder, process, end, files. */
public final class JobRunner {

  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

  private static final int SIGKILL = 9;
  private static final int SIGXCPU = 24;

  private final SandboxFolders folders;
  private final JobProcess process;

  public JobRunner(SandboxFolders folders, Watchdog watchdog) {
    this.folders = folders;
    this.process = new JobProcess(watchdog);
  }

  public SandboxFolders folders() {
    return folders;
  }

  /** Why a jail does not work; empty when a program ran. */
  public Optional<String> problem(Jail jail) {
    SandboxJob job =
        SandboxJob.of(new OrgId(new UUID(0, 0)), Language.SHELL, "exit 0", SandboxLimits.DEFAULT);
    try {
      SandboxResult result = run(jail, job, SandboxListener.NONE, Cancellation.NEVER);
      return result.succeeded() ? Optional.empty() : Optional.of(result.toString());
    } catch (PerdureException e) {
      return Optional.of(e.error().message());
    }
  }

  /** Runs a job; as {@link dev.perdure.core.sandbox.SandboxBackend#run}. */
  public SandboxResult run(
      Jail jail, SandboxJob job, SandboxListener listener, Cancellation cancellation) {
    try (JobFolder folder = folders.newJob()) {
      folder.fill(job);
      Jail.Start start = jail.start(job, folder);
      JobProcess.Outcome outcome;
      try {
        outcome = process.run(start, jail, folder, job, listener, cancellation);
      } finally {
        start.afterwards().run();
      }
      return result(jail, job, folder, outcome, listener);
    } catch (IOException e) {
      LOG.warn("A job of organization {} failed in its sandbox.", job.orgId(), e);
      throw PerdureException.toolRetryable(
          "sandbox_failed", "The sandbox failed. Its operator can see why.", null, e);
    }
  }

  private static SandboxResult result(
      Jail jail,
      SandboxJob job,
      JobFolder folder,
      JobProcess.Outcome outcome,
      SandboxListener listener)
      throws IOException {
    int exitCode = folder.exitCode();
    if (outcome.endedBy().isEmpty() && didNotStart(jail, outcome, exitCode)) {
      throw PerdureException.toolRetryable(
          "sandbox_failed", "The sandbox did not start: " + outcome.stderr().strip(), null, null);
    }
    List<String> leftBehind =
        outcome.endedBy().isPresent()
            ? List.of()
            : OutputArchive.read(folder.outputArchive(), job, listener);
    return new SandboxResult(
        ending(job, outcome, exitCode),
        exitCode,
        outcome.stdout(),
        outcome.stderr(),
        leftBehind,
        outcome.took());
  }

  /** A program could pretend that; it would not gain by it. */
  private static boolean didNotStart(Jail jail, JobProcess.Outcome outcome, int exitCode) {
    boolean mayBe = exitCode < 0 || exitCode == 1 || exitCode >= Keeper.FAILED;
    return outcome.exitCode() == Keeper.FAILED
        || (mayBe && outcome.stderr().startsWith(jail.complaint()));
  }

  private static Ending ending(SandboxJob job, JobProcess.Outcome outcome, int exitCode) {
    if (outcome.endedBy().isPresent()) {
      return outcome.endedBy().get();
    }
    if (exitCode == 128 + SIGKILL && outcome.took().compareTo(job.limits().wallTime()) >= 0) {
      return Ending.TIMED_OUT;
    }
    if (exitCode == 128 + SIGXCPU) {
      return Ending.CPU_LIMIT;
    }
    return exitCode >= 0 ? Ending.EXITED : Ending.KILLED;
  }
}
