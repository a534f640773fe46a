package dev.perdure.skills.sandbox.bubblewrap;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.sandbox.Isolation;
import dev.perdure.core.sandbox.Language;
import dev.perdure.core.sandbox.SandboxBackend;
import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.core.sandbox.SandboxLimits;
import dev.perdure.core.sandbox.SandboxListener;
import dev.perdure.core.sandbox.SandboxProbe;
import dev.perdure.core.sandbox.SandboxResult;
import dev.perdure.core.sandbox.SandboxResult.Ending;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.skills.sandbox.process.Interpreters;
import dev.perdure.skills.sandbox.process.JobFolder;
import dev.perdure.skills.sandbox.process.JobProcess;
import dev.perdure.skills.sandbox.process.Keeper;
import dev.perdure.skills.sandbox.process.OutputArchive;
import dev.perdure.skills.sandbox.process.SandboxFolders;
import dev.perdure.skills.sandbox.process.SeccompFilter;
import dev.perdure.skills.sandbox.process.Watchdog;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Runs jobs by bubblewrap: in namespaces of their own that hold nothing of the host but its
 * programs, without a user, capabilities or network, behind the filter of system calls.
 */
public final class BubblewrapBackend implements SandboxBackend {

  private static final String NAME = "bubblewrap";
  private static final int SIGKILL = 9;
  private static final int SIGXCPU = 24;

  private final SandboxFolders folders;
  private final JobProcess process;
  private final Interpreters interpreters = Interpreters.ofThisMachine();
  private @Nullable Jail jail;

  public BubblewrapBackend(SandboxFolders folders, Watchdog watchdog) {
    this.folders = folders;
    this.process = new JobProcess(watchdog);
  }

  /** What a job is run with, once it is known what works here. */
  private record Jail(Keeper keeper, BubblewrapCommand command) {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Isolation isolation() {
    return Isolation.NAMESPACES;
  }

  @Override
  public SandboxProbe probe() {
    List<String> missing = new ArrayList<>(Keeper.missing());
    missing.addAll(Interpreters.missing("bwrap"));
    if (!missing.isEmpty()) {
      return SandboxProbe.absent(
          "not installed: " + String.join(", ", missing) + " (packages bubblewrap, util-linux)");
    }
    Optional<byte[]> filter = SeccompFilter.forThisMachine();
    if (filter.isEmpty()) {
      return SandboxProbe.absent("no filter of system calls for " + System.getProperty("os.arch"));
    }
    jail = new Jail(new Keeper(folders, filter.get()), BubblewrapCommand.prepare());
    SandboxResult result = tryOut();
    if (result.succeeded()) {
      return SandboxProbe.works(interpreters.languages(), interpreters.toString());
    }
    jail = null;
    // The kernel of a container usually refuses it namespaces, or a /proc of its own.
    return SandboxProbe.absent("it does not start: " + result.stderr().strip());
  }

  private SandboxResult tryOut() {
    SandboxJob job =
        SandboxJob.of(new OrgId(new UUID(0, 0)), Language.SHELL, "exit 0", SandboxLimits.DEFAULT);
    try {
      return run(job, SandboxListener.NONE, Cancellation.NEVER);
    } catch (PerdureException e) {
      return new SandboxResult(
          Ending.KILLED, -1, "", e.error().message(), List.of(), Duration.ZERO);
    }
  }

  @Override
  public SandboxResult run(SandboxJob job, SandboxListener listener, Cancellation cancellation) {
    Jail with = jail;
    if (with == null || !interpreters.has(job.language())) {
      throw PerdureException.toolFinal(
          "sandbox_unavailable", "There is no sandbox for " + job.language().wireName(), null);
    }
    if (job.network()) {
      throw PerdureException.toolFinal(
          "sandbox_without_network", "Code has no network in this sandbox.", null);
    }
    try (JobFolder folder = folders.newJob()) {
      folder.fill(job);
      List<String> sandbox = with.command().of(folder, interpreters.command(job, "/code/program"));
      JobProcess.Outcome outcome =
          process.run(
              with.keeper().command(job, folder, sandbox),
              folder,
              job,
              listener,
              cancellation,
              Optional::empty);
      return result(job, folder, outcome, listener);
    } catch (IOException e) {
      throw PerdureException.toolRetryable(
          "sandbox_failed", "The sandbox failed: " + e.getMessage(), null, e);
    }
  }

  private static SandboxResult result(
      SandboxJob job, JobFolder folder, JobProcess.Outcome outcome, SandboxListener listener)
      throws IOException {
    int exitCode = folder.exitCode();
    if (outcome.endedBy().isEmpty() && didNotStart(outcome, exitCode)) {
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
  private static boolean didNotStart(JobProcess.Outcome outcome, int exitCode) {
    return outcome.exitCode() == Keeper.FAILED
        || (exitCode == 1 && outcome.stderr().startsWith("bwrap: "));
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
