package dev.perdure.skills.sandbox.gvisor;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.sandbox.Isolation;
import dev.perdure.core.sandbox.Language;
import dev.perdure.core.sandbox.SandboxBackend;
import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.core.sandbox.SandboxListener;
import dev.perdure.core.sandbox.SandboxProbe;
import dev.perdure.core.sandbox.SandboxResult;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.skills.sandbox.process.Interpreters;
import dev.perdure.skills.sandbox.process.Jail;
import dev.perdure.skills.sandbox.process.JobRunner;
import dev.perdure.skills.sandbox.process.Keeper;
import dev.perdure.skills.sandbox.process.SeccompFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs jobs by gVisor: their system calls are answered by a kernel in user space, which itself runs
 * without a user in namespaces of its own.
 */
public final class GvisorBackend implements SandboxBackend {

  private final JobRunner runner;
  private final List<Path> searched;
  private final Interpreters interpreters = Interpreters.ofThisMachine();
  private @Nullable Jail jail;

  /**
   * Looks for {@code runsc} in some folders.
   *
   * @param searchPath as the variable {@code PATH} has it
   */
  public GvisorBackend(JobRunner runner, String searchPath) {
    this.runner = runner;
    this.searched =
        Stream.concat(
                Arrays.stream(searchPath.split(":", -1)).filter(folder -> !folder.isEmpty()),
                Stream.of("/usr/local/bin", "/usr/bin"))
            .map(Path::of)
            .toList();
  }

  @Override
  public String name() {
    return "gvisor";
  }

  @Override
  public Isolation isolation() {
    return Isolation.KERNEL;
  }

  @Override
  public SandboxProbe probe() {
    Optional<Path> runsc =
        searched.stream()
            .map(folder -> folder.resolve("runsc"))
            .filter(Files::isExecutable)
            .findFirst();
    if (runsc.isEmpty()) {
      return SandboxProbe.absent("runsc is not installed");
    }
    List<String> missing = Keeper.missing();
    if (!missing.isEmpty()) {
      return SandboxProbe.absent("not installed: " + String.join(", ", missing));
    }
    // runsc brings filters of its own; what it reads of ours is the list of names.
    Optional<byte[]> filter = SeccompFilter.forThisMachine(Set.of());
    if (filter.isEmpty()) {
      return SandboxProbe.absent("no filter of system calls for " + System.getProperty("os.arch"));
    }
    Jail made =
        new GvisorJail(
            runsc.get(),
            new Keeper(runner.folders(), filter.get()),
            interpreters,
            new Bundle(new ObjectMapper()));
    Optional<String> problem = runner.problem(made);
    jail = problem.isEmpty() ? made : null;
    return problem
        .map(SandboxProbe::absent)
        .orElseGet(() -> SandboxProbe.works(languages(), runsc.get() + " with " + interpreters));
  }

  /** Node does not start its threads there within the limits. */
  private Set<Language> languages() {
    Set<Language> languages = EnumSet.copyOf(interpreters.languages());
    languages.remove(Language.JAVASCRIPT);
    return languages;
  }

  @Override
  public SandboxResult run(SandboxJob job, SandboxListener listener, Cancellation cancellation) {
    Jail ready = jail;
    if (ready == null || !languages().contains(job.language())) {
      throw PerdureException.toolFinal(
          "sandbox_unavailable", "There is no sandbox for " + job.language().wireName(), null);
    }
    return runner.run(ready, job, listener, cancellation);
  }
}
