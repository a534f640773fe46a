package dev.perdure.skills.sandbox.bubblewrap;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.sandbox.Isolation;
import dev.perdure.core.sandbox.SandboxBackend;
import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.core.sandbox.SandboxListener;
import dev.perdure.core.sandbox.SandboxProbe;
import dev.perdure.core.sandbox.SandboxResult;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.skills.sandbox.process.Interpreters;
import dev.perdure.skills.sandbox.process.Jail;
import dev.perdure.skills.sandbox.process.JobFolder;
import dev.perdure.skills.sandbox.process.JobRunner;
import dev.perdure.skills.sandbox.process.Keeper;
import dev.perdure.skills.sandbox.process.SeccompFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs jobs by bubblewrap: in namespaces of their own that hold nothing of the host but its
 * programs, without a user, capabilities or network, behind the filter of system calls.
 */
public final class BubblewrapBackend implements SandboxBackend {

  private final JobRunner runner;
  private final Interpreters interpreters = Interpreters.ofThisMachine();
  private @Nullable Jail jail;

  public BubblewrapBackend(JobRunner runner) {
    this.runner = runner;
  }

  private record Bubble(Keeper keeper, BubblewrapCommand bubblewrap, Interpreters interpreters)
      implements Jail {

    @Override
    public Start start(SandboxJob job, JobFolder folder) {
      List<String> program = interpreters.command(job, "/code/program");
      return new Start(keeper.command(job, folder, bubblewrap.of(folder, program)));
    }

    @Override
    public String complaint() {
      return "bwrap: ";
    }
  }

  @Override
  public String name() {
    return "bubblewrap";
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
    Optional<byte[]> filter = SeccompFilter.forThisMachine(Set.of());
    if (filter.isEmpty()) {
      return SandboxProbe.absent("no filter of system calls for " + System.getProperty("os.arch"));
    }
    Jail made =
        new Bubble(
            new Keeper(runner.folders(), filter.get()), BubblewrapCommand.prepare(), interpreters);
    // The kernel of a container usually refuses it namespaces, or a /proc of its own.
    Optional<String> problem = runner.problem(made);
    jail = problem.isEmpty() ? made : null;
    return problem
        .map(SandboxProbe::absent)
        .orElseGet(() -> SandboxProbe.works(interpreters.languages(), interpreters.toString()));
  }

  @Override
  public SandboxResult run(SandboxJob job, SandboxListener listener, Cancellation cancellation) {
    Jail ready = jail;
    if (ready == null || !interpreters.has(job.language())) {
      throw PerdureException.toolFinal(
          "sandbox_unavailable", "There is no sandbox for " + job.language().wireName(), null);
    }
    return runner.run(ready, job, listener, cancellation);
  }
}
