package dev.perdure.activities;

import dev.perdure.core.port.RunStore;
import dev.perdure.workflows.AgentRunWorkflowImpl;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;

/** How a Temporal worker runs agents: what it is made with, and what it registers. */
public final class RunWorker {

  /** How often a heartbeat is sent at most; a cancel travels with the answer. */
  public static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(1);

  private RunWorker() {}

  /**
   * Options that its activities rely on: heartbeats often enough that a cancel is heard within
   * about a second.
   *
   * <p>Activities run on platform threads. On virtual ones a cold worker can stand still for good:
   * one that waits for a jar's lock while it looks for services gives its carrier away, and the few
   * carriers are all taken by threads that load classes and wait for that same jar.
   */
  public static WorkerOptions.Builder options() {
    return WorkerOptions.newBuilder()
        .setMaxHeartbeatThrottleInterval(HEARTBEAT_INTERVAL)
        .setDefaultHeartbeatThrottleInterval(HEARTBEAT_INTERVAL);
  }

  /** Options of the factory that makes the worker: no activity begins a task of a foreign run. */
  public static WorkerFactoryOptions.Builder factoryOptions(RunStore runs) {
    return WorkerFactoryOptions.newBuilder()
        .setWorkerInterceptors(new TaskGuard(new OwnRuns(runs)));
  }

  /** Registers the workflow and its activities, each over these ports. */
  public static void register(Worker worker, Ports ports, Heartbeats heartbeats) {
    worker.registerWorkflowImplementationTypes(AgentRunWorkflowImpl.class);
    worker.registerActivitiesImplementations(
        new ThinkActivitiesImpl(ports, heartbeats),
        new ActActivitiesImpl(ports, heartbeats),
        new RunActivitiesImpl(ports),
        new WaitActivitiesImpl(ports),
        new DelegateActivitiesImpl(ports),
        new UndoActivitiesImpl(ports, heartbeats),
        new AnswerActivitiesImpl(ports));
  }
}
