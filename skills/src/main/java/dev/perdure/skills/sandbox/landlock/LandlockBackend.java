package dev.perdure.skills.sandbox.landlock;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import dev.perdure.skills.sandbox.process.JobRunner;
import dev.perdure.skills.sandbox.process.SeccompFilter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs jobs under rules of Landlock, for containers in which no namespaces can be made: they see
 * the machine's programs and their own folders, and no sockets. Started by a script in Python,
 * which makes the system calls that no program of a usual system makes for one.
 */
public final class LandlockBackend implements SandboxBackend {

  /** From here on it holds what truncates a file as well. */
  private static final int LEAST_VERSION = 3;

  /** From here on it keeps signals inside. */
  private static final int SIGNALS_VERSION = 6;

  private static final Set<String> SIGNALS =
      Set.of(
          "kill", "tkill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_send_signal");

  /** Landlock does not hold these, and files of the worker's own user would be theirs. */
  private static final Set<String> OWNERS =
      Set.of("chmod", "fchmodat", "fchmodat2", "chown", "lchown", "fchownat");

  private final JobRunner runner;
  private final Interpreters interpreters = Interpreters.ofThisMachine();
  private @Nullable Jail jail;

  public LandlockBackend(JobRunner runner) {
    this.runner = runner;
  }

  @Override
  public String name() {
    return "landlock";
  }

  @Override
  public Isolation isolation() {
    return Isolation.RULES;
  }

  @Override
  public SandboxProbe probe() {
    List<String> missing = Interpreters.missing("python3", "tar", "rm", "chown", "chmod");
    if (!missing.isEmpty()) {
      return SandboxProbe.absent("not installed: " + String.join(", ", missing));
    }
    Path python = Interpreters.find("python3").orElseThrow();
    int version = LandlockVersion.ofThisMachine(python);
    if (version < LEAST_VERSION) {
      return SandboxProbe.absent("the kernel has no Landlock, or one before Linux 6.2");
    }
    boolean root = runner.folders().areOfRoot();
    Set<String> refused = new HashSet<>();
    if (version < SIGNALS_VERSION && !root) {
      refused.addAll(SIGNALS);
    }
    if (!root) {
      refused.addAll(OWNERS);
    }
    Optional<byte[]> filter = SeccompFilter.forThisMachine(refused);
    if (filter.isEmpty()) {
      return SandboxProbe.absent("no filter of system calls for " + System.getProperty("os.arch"));
    }
    Jail made =
        new LandlockJail(
            interpreters,
            python,
            runner.folders().put("jail.py", script()),
            runner.folders().put("landlock-filter.bpf", filter.get()),
            root ? Optional.of(new UserPool()) : Optional.empty(),
            new ObjectMapper());
    Optional<String> problem = runner.problem(made);
    jail = problem.isEmpty() ? made : null;
    return problem
        .map(SandboxProbe::absent)
        .orElseGet(() ->
            SandboxProbe.works(
                interpreters.languages(), interpreters + ", Landlock version " + version));
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

  private static byte[] script() {
    try (InputStream script = LandlockBackend.class.getResourceAsStream("jail.py")) {
      if (script == null) {
        throw new IllegalStateException("jail.py is missing");
      }
      return script.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
