package dev.perdure.api.temporal;

import dev.perdure.core.run.RunRef;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.serviceclient.StatusUtils;
import java.util.concurrent.TimeUnit;

/** Looks at what Temporal knows of a run. */
public final class WorkflowLook {

  /** What was seen. */
  public enum Seen {
    /** A workflow works on the run. */
    OPEN,
    /** Its workflow has ended, in whatever way. */
    CLOSED,
    /** Temporal knows no such workflow. */
    MISSING
  }

  private final TemporalConnection temporal;

  public WorkflowLook(TemporalConnection temporal) {
    this.temporal = temporal;
  }

  /**
   * Looks at the newest execution under the run's id.
   *
   * @throws StatusRuntimeException when Temporal can't be asked; that says nothing about the run
   */
  public Seen at(RunRef run) {
    try {
      return seen(
          temporal
              .stubs()
              .blockingStub()
              .withDeadlineAfter(temporal.config().rpcDeadline().toMillis(), TimeUnit.MILLISECONDS)
              .describeWorkflowExecution(
                  DescribeWorkflowExecutionRequest.newBuilder()
                      .setNamespace(temporal.config().namespace())
                      .setExecution(
                          WorkflowExecution.newBuilder().setWorkflowId(run.runId().toString()))
                      .build())
              .getWorkflowExecutionInfo()
              .getStatus());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND
          && !StatusUtils.hasFailure(e, NamespaceNotFoundFailure.class)) {
        return Seen.MISSING;
      }
      throw e;
    }
  }

  private static Seen seen(WorkflowExecutionStatus status) {
    return switch (status) {
      case WORKFLOW_EXECUTION_STATUS_COMPLETED,
          WORKFLOW_EXECUTION_STATUS_FAILED,
          WORKFLOW_EXECUTION_STATUS_CANCELED,
          WORKFLOW_EXECUTION_STATUS_TERMINATED,
          WORKFLOW_EXECUTION_STATUS_TIMED_OUT ->
          Seen.CLOSED;
      default -> Seen.OPEN;
    };
  }
}
