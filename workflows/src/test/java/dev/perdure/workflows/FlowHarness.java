package dev.perdure.workflows;

import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.tenant.OrgId;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Temporal's time-skipping server with one worker that runs the workflow over a {@link Script}. */
final class FlowHarness implements AutoCloseable {

  private static final String QUEUE = "runs";

  final RunRef run = new RunRef(new OrgId(UUID.randomUUID()), UUID.randomUUID(), UUID.randomUUID());
  final TestWorkflowEnvironment environment;

  /**
   * Starts a worker.
   *
   * @param cacheSize workflows kept in memory; 0 replays the history at each task
   * @param historyIsLong when the workflow is to continue as new
   */
  FlowHarness(Script script, int cacheSize, BooleanSupplier historyIsLong) {
    environment =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(RunPayloads.converter())
                        .build())
                .setWorkerFactoryOptions(
                    WorkerFactoryOptions.newBuilder().setWorkflowCacheSize(cacheSize).build())
                .build());
    List.of("OrgId", "AgentId", "SessionId", "RunStatus")
        .forEach(name ->
            environment.registerSearchAttribute(name, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
    Worker worker =
        environment.newWorker(
            QUEUE,
            WorkerOptions.newBuilder()
                .setMaxHeartbeatThrottleInterval(Duration.ofMillis(50))
                .build());
    worker.registerWorkflowImplementationFactory(
        AgentRunWorkflow.class, () -> new AgentRunWorkflowImpl(historyIsLong));
    worker.registerActivitiesImplementations(script, script.desk, script.helpers, script.undo);
    script.root = run.runId();
    script.clock = environment::currentTimeMillis;
    environment.start();
  }

  /** Starts the run's workflow as the service does. */
  void start() {
    stub().start(RunInput.first(run));
  }

  /** Starts it with the bell rung already. */
  void startRung() {
    stub()
        .signalWithStart(
            AgentRunWorkflow.RING, new Object[] {}, new Object[] {RunInput.first(run)});
  }

  void ring() {
    ring(run);
  }

  void ring(RunRef any) {
    of(any).signal(AgentRunWorkflow.RING);
  }

  @Nullable RunStatus result() {
    return running().getResult(RunStatus.class);
  }

  /** Starts the workflow and waits for its end, skipping time. */
  @Nullable RunStatus runToEnd() {
    start();
    return result();
  }

  WorkflowStub running() {
    return of(run);
  }

  /** The workflow of the run or of a sub-agent. */
  WorkflowStub of(RunRef any) {
    return environment.getWorkflowClient().newUntypedWorkflowStub(any.runId().toString());
  }

  WorkflowExecutionHistory history() {
    return environment.getWorkflowClient().fetchHistory(run.runId().toString());
  }

  List<HistoryEvent> events() {
    return history().getEvents();
  }

  private WorkflowStub stub() {
    return environment.getWorkflowClient().newUntypedWorkflowStub(AgentRunWorkflow.TYPE, options());
  }

  private WorkflowOptions options() {
    return WorkflowOptions.newBuilder()
        .setTaskQueue(QUEUE)
        .setWorkflowId(run.runId().toString())
        .setTypedSearchAttributes(RunAttributes.atStart(run, UUID.randomUUID()))
        .build();
  }

  @Override
  public void close() {
    environment.close();
  }
}
