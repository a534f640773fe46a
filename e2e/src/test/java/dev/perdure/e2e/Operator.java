package dev.perdure.e2e;

import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Somebody at the Temporal UI. */
public final class Operator implements AutoCloseable {

  private final WorkflowServiceStubs service;
  private final WorkflowClient client;

  public Operator(String temporalAddress) {
    this.service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(temporalAddress).build());
    this.client =
        WorkflowClient.newInstance(
            service, WorkflowClientOptions.newBuilder().setNamespace("default").build());
  }

  public void terminate(String runId) {
    client.newUntypedWorkflowStub(runId).terminate("from the Temporal UI");
  }

  WorkflowExecutionHistory history(String runId) {
    return client.fetchHistory(runId);
  }

  /** The histories of all executions of a run's workflow, oldest first. */
  public List<WorkflowExecutionHistory> chain(String runId) {
    Deque<WorkflowExecutionHistory> chain = new ArrayDeque<>(List.of(history(runId)));
    String before = continuedFrom(chain.getFirst());
    while (!before.isEmpty()) {
      chain.addFirst(client.fetchHistory(runId, before));
      before = continuedFrom(chain.getFirst());
    }
    return List.copyOf(chain);
  }

  /** By what a workflow's tasks take turns with those of others. */
  String fairnessKey(String runId) {
    return started(history(runId)).getPriority().getFairnessKey();
  }

  private static String continuedFrom(WorkflowExecutionHistory history) {
    return started(history).getContinuedExecutionRunId();
  }

  private static WorkflowExecutionStartedEventAttributes started(WorkflowExecutionHistory history) {
    return history.getEvents().getFirst().getWorkflowExecutionStartedEventAttributes();
  }

  /** How many workflows of an organization there are. */
  long workflowsOf(String orgId) {
    return service
        .blockingStub()
        .countWorkflowExecutions(
            CountWorkflowExecutionsRequest.newBuilder()
                .setNamespace("default")
                .setQuery("OrgId = '" + orgId + "'")
                .build())
        .getCount();
  }

  /** The bytes of a history. */
  static long size(List<HistoryEvent> events) {
    return events.stream().mapToLong(HistoryEvent::getSerializedSize).sum();
  }

  @Override
  public void close() {
    service.shutdownNow();
    service.awaitTermination(5, TimeUnit.SECONDS);
  }
}
