package dev.perdure.skills.sandbox;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.sandbox.Language;
import dev.perdure.core.sandbox.SandboxBackend;
import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.core.sandbox.SandboxLimits;
import dev.perdure.core.sandbox.SandboxListener;
import dev.perdure.core.sandbox.SandboxResult;
import dev.perdure.core.skill.Cancellation;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** What runs code on this machine: the backends that were found to hold, so many jobs at once. */
public final class Sandbox implements AutoCloseable {

  private static final long LOOK_MILLIS = 100;

  private final SandboxSettings settings;
  private final List<? extends SandboxBackend> all;
  private final SandboxChooser.Choice choice;
  private final Semaphore turns;
  private final Runnable afterwards;

  /**
   * Looks for the best.
   *
   * @param afterwards run when this is closed, after the backends
   */
  public Sandbox(
      SandboxSettings settings, List<? extends SandboxBackend> backends, Runnable afterwards) {
    this.settings = settings;
    this.all = List.copyOf(backends);
    this.choice = SandboxChooser.choose(backends, settings.backend());
    this.turns = new Semaphore(settings.concurrent(), true);
    this.afterwards = afterwards;
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
   * Runs a job when it is its turn, which it waits for no longer than it may run.
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
    awaitTurn(job.limits().wallTime(), cancellation);
    try {
      return backend.run(within(job), listener, cancellation);
    } finally {
      turns.release();
    }
  }

  private SandboxJob within(SandboxJob job) {
    return new SandboxJob(
        job.orgId(),
        job.language(),
        job.code(),
        job.arguments(),
        job.stdin(),
        job.files(),
        job.limits().within(settings.most()),
        job.network());
  }

  private void awaitTurn(Duration longest, Cancellation cancellation) {
    long until = System.nanoTime() + longest.toNanos();
    try {
      while (!turns.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        cancellation.throwIfRequested();
        if (System.nanoTime() > until) {
          throw PerdureException.toolRetryable(
              "sandbox_busy",
              "All places for running code are taken. Try again shortly.",
              Duration.ofSeconds(5),
              null);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw PerdureException.cancelled();
    }
  }

  @Override
  public void close() {
    all.forEach(SandboxBackend::close);
    afterwards.run();
  }
}
