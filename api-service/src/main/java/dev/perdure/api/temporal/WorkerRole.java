package dev.perdure.api.temporal;

import dev.perdure.activities.RunWorker;
import dev.perdure.api.config.WorkerConfig;
import dev.perdure.core.port.RunStore;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The Temporal worker of this process. */
public final class WorkerRole {

  private static final long RELEASE_SECONDS = 3;
  private static final long ABANDON_SECONDS = 2;

  private final TemporalConnection temporal;
  private final WorkerConfig config;
  private final RunStore runs;
  private final Consumer<io.temporal.worker.Worker> registration;
  private final Runnable release;
  private @Nullable WorkerFactory factory;

  /**
   * @param runs knows whose a run is: a task that names another's is refused
   * @param registration registers the workflow and its activities
   * @param release stops the model and tool calls that run, so that other workers take them over
   */
  public WorkerRole(
      TemporalConnection temporal,
      WorkerConfig config,
      RunStore runs,
      Consumer<io.temporal.worker.Worker> registration,
      Runnable release) {
    this.temporal = temporal;
    this.config = config;
    this.runs = runs;
    this.registration = registration;
    this.release = release;
  }

  /**
   * Begins to work.
   *
   * @throws RuntimeException when Temporal can't be reached; it may be tried again
   */
  synchronized void start() {
    WorkerFactory attempt =
        WorkerFactory.newInstance(
            temporal.workerClient(),
            RunWorker.factoryOptions(runs)
                .setWorkflowCacheSize(config.cachedWorkflows())
                .setMaxWorkflowThreadCount(config.cachedWorkflows() * 2)
                .build());
    try {
      registration.accept(attempt.newWorker(temporal.config().taskQueue(), options()));
      attempt.start();
      factory = attempt;
    } finally {
      if (factory != attempt) {
        attempt.shutdownNow();
      }
    }
  }

  /** Whether it works. */
  synchronized boolean working() {
    return factory != null && factory.isStarted() && !factory.isShutdown();
  }

  /**
   * Takes no new tasks, waits for what runs as long as it may drain, then hands the rest to other
   * workers: told to stop, a call reports so at once, where an interrupted one would be missed only
   * when its heartbeats stay away.
   */
  synchronized void stop() {
    WorkerFactory running = factory;
    if (running == null) {
      return;
    }
    running.shutdown();
    running.awaitTermination(config.drainDuration().toMillis(), TimeUnit.MILLISECONDS);
    if (!running.isTerminated()) {
      release.run();
      running.awaitTermination(RELEASE_SECONDS, TimeUnit.SECONDS);
    }
    if (!running.isTerminated()) {
      running.shutdownNow();
      running.awaitTermination(ABANDON_SECONDS, TimeUnit.SECONDS);
    }
  }

  private WorkerOptions options() {
    return RunWorker.options()
        .setMaxConcurrentActivityExecutionSize(config.maxActivities())
        .setMaxConcurrentLocalActivityExecutionSize(config.maxActivities())
        .setMaxConcurrentWorkflowTaskExecutionSize(config.maxWorkflowTasks())
        .build();
  }
}
