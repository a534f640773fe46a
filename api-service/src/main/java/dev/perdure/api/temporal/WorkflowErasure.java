package dev.perdure.api.temporal;

import dev.perdure.core.run.RunRef;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.workflows.RunAttributes;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DeleteWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.TerminateWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Ends workflows and deletes their histories, those of ended ones too. Temporal takes a moment to
 * forget what it was told to delete.
 */
public final class WorkflowErasure {

  private static final int AT_ONCE = 200;
  private static final String REASON = "its data is erased";

  private final TemporalConnection temporal;

  public WorkflowErasure(TemporalConnection temporal) {
    this.temporal = temporal;
  }

  /** Deletes all workflows of an organization; how many Temporal still knew. */
  public int organization(OrgId orgId) {
    return delete(is(RunAttributes.ORG_ID.getName(), orgId));
  }

  /** Deletes all workflows of a session. */
  public void session(OrgId orgId, UUID sessionId) {
    delete(
        is(RunAttributes.ORG_ID.getName(), orgId)
            + " AND "
            + is(RunAttributes.SESSION_ID.getName(), sessionId));
  }

  /** Ends the workflow of a run at once, if it has one. */
  public void terminate(RunRef run) {
    terminate(WorkflowExecution.newBuilder().setWorkflowId(run.runId().toString()).build());
  }

  private static String is(String attribute, Object value) {
    return attribute + " = '" + value + "'";
  }

  private int delete(String query) {
    int known = 0;
    ListWorkflowExecutionsRequest.Builder request =
        ListWorkflowExecutionsRequest.newBuilder()
            .setNamespace(temporal.config().namespace())
            .setQuery(query)
            .setPageSize(AT_ONCE);
    ListWorkflowExecutionsResponse page;
    do {
      page = stub().listWorkflowExecutions(request.build());
      page.getExecutionsList().forEach(this::delete);
      known += page.getExecutionsCount();
      request.setNextPageToken(page.getNextPageToken());
    } while (!page.getNextPageToken().isEmpty());
    return known;
  }

  private void delete(WorkflowExecutionInfo info) {
    if (info.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING) {
      terminate(info.getExecution());
    }
    unlessGone(stub ->
        stub.deleteWorkflowExecution(
            DeleteWorkflowExecutionRequest.newBuilder()
                .setNamespace(temporal.config().namespace())
                .setWorkflowExecution(info.getExecution())
                .build()));
  }

  private void terminate(WorkflowExecution execution) {
    unlessGone(stub ->
        stub.terminateWorkflowExecution(
            TerminateWorkflowExecutionRequest.newBuilder()
                .setNamespace(temporal.config().namespace())
                .setWorkflowExecution(execution)
                .setReason(REASON)
                .build()));
  }

  private void unlessGone(Consumer<WorkflowServiceBlockingStub> call) {
    try {
      call.accept(stub());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.NOT_FOUND) {
        throw e;
      }
    }
  }

  private WorkflowServiceBlockingStub stub() {
    return temporal
        .stubs()
        .blockingStub()
        .withDeadlineAfter(temporal.config().rpcDeadline().toMillis(), TimeUnit.MILLISECONDS);
  }
}
