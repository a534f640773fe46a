package dev.perdure.skills.sandbox;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.sandbox.Language;
import dev.perdure.core.sandbox.SandboxBackend;
import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.core.sandbox.SandboxLimits;
import dev.perdure.core.sandbox.SandboxListener;
import dev.perdure.core.sandbox.SandboxResult;
import dev.perdure.core.sandbox.SandboxResult.Ending;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.skills.sandbox.kubernetes.KubernetesSettings;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs code on this machine: the backends that were found to hold, so many jobs at once. */
public final class Sandbox implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Sandbox.class);

  /** For jobs to be ended when this is closed. */
  private static final Duration TO_END = Duration.ofSeconds(20);

  private final SandboxSettings settings;
  private final List<? extends SandboxBackend> all;
  private volatile SandboxChooser.Choice choice;
  private final @Nullable LookAgain later;
  private final Turns turns;
  private final Closing closing = new Closing();
  private final Runnable afterwards;

  /**
   * Looks for the best. Where a cluster is set up and nothing works, it looks again later.
   *
   * @param afterwards run when this is closed, after the backends
   */
  public Sandbox(
      SandboxSettings settings, List<? extends SandboxBackend> backends, Runnable afterwards) {
    this.settings = settings;
    this.all = List.copyOf(backends);
    this.choice = SandboxChooser.choose(backends, settings.backend());
    this.turns = new Turns(settings.concurrent(), settings.perOrganization());
    this.afterwards = afterwards;
    KubernetesSettings cluster = settings.kubernetes();
    this.later =
        cluster == null || settings.backend().equals(SandboxSettings.NONE) || works()
            ? null
            : new LookAgain(cluster.startTimeout(), this::looksAgain);
  }

  private boolean looksAgain() {
    choice = SandboxChooser.choose(all, settings.backend());
    return works();
  }

  private boolean works() {
    return !choice.backends().isEmpty();
  }

  /** The languages in which code can be run; empty where there is no sandbox. */
  public Set<Language> languages() {
    return Set.copyOf(choice.backends().keySet());
  }

  /** The limits no job can pass. */
  public SandboxLimits most() {
    return settings.most();
  }

  /** The most any job takes besides its turn and its wall time. */
  public Duration overhead() {
    return choice.backends().values().stream()
        .map(SandboxBackend::overhead)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** What is used here, and why. */
  public SandboxStatus status() {
    SandboxChooser.Choice choice = this.choice;
    Map<Language, String> names = new EnumMap<>(Language.class);
    choice.backends().forEach((language, backend) -> names.put(language, backend.name()));
    return new SandboxStatus(
        names,
        choice.backends().values().stream()
            .map(SandboxBackend::isolation)
            .min(Comparator.naturalOrder())
            .orElse(null),
        choice.findings());
  }

  /**
   * Runs a job when it is its turn, which it waits for no longer than it may run. Organizations
   * take turns.
   *
   * @throws PerdureException with {@code ToolFailed} when nothing was run, or {@code Cancelled}
   */
  public SandboxResult run(SandboxJob job, SandboxListener listener, Cancellation cancellation) {
    SandboxBackend backend = choice.backends().get(job.language());
    if (backend == null) {
      throw PerdureException.toolFinal(
          "sandbox_unavailable",
          "No code is run here: there is no sandbox for " + job.language().wireName() + ".",
          null);
    }
    Cancellation stop = closing.or(cancellation);
    try {
      SandboxResult result = run(backend, within(job), listener, stop);
      if (result.ending() == Ending.STOPPED && onlyCloses(cancellation)) {
        throw closed();
      }
      return result;
    } catch (PerdureException e) {
      if (e.error() instanceof PerdureError.Cancelled && onlyCloses(cancellation)) {
        throw closed();
      }
      throw e;
    }
  }

  /** A job was stopped, and not because its call was. */
  private boolean onlyCloses(Cancellation cancellation) {
    return closing.requested() && !cancellation.requested();
  }

  private SandboxResult run(
      SandboxBackend backend, SandboxJob job, SandboxListener listener, Cancellation stop) {
    turns.take(job.orgId(), job.limits().wallTime(), stop);
    try {
      return backend.run(job, listener, stop);
    } finally {
      turns.giveBack(job.orgId());
    }
  }

  private static PerdureException closed() {
    return PerdureException.toolRetryable(
        "sandbox_closed", "This worker ends, and the code it ran with it.", null, null);
  }

  private SandboxJob within(SandboxJob job) {
    return new SandboxJob(
        job.orgId(),
        job.language(),
        job.code(),
        job.arguments(),
        job.stdin(),
        job.files(),
        job.limits().within(settings.most()));
  }

  /** Ends all jobs, and waits for that. */
  @Override
  public void close() {
    closing.request();
    if (later != null) {
      later.close();
    }
    try {
      if (!turns.awaitIdle(TO_END)) {
        LOG.warn("Code still runs in the sandbox, {} after it was to end", TO_END);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all.forEach(SandboxBackend::close);
    afterwards.run();
  }
}
