package dev.perdure.api.temporal;

import dev.perdure.core.port.RunStarter;
import dev.perdure.core.port.RunStore;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.workflows.AgentRunWorkflow;
import dev.perdure.workflows.RunAttributes;
import dev.perdure.workflows.RunInput;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.Priority;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts workflows and rings their doorbells. Waits for Temporal no longer than the RPC time-out,
 * and leaves what fails to the sweeper. A run that lost its workflow and was recovered gets another
 * one under the same id; that two never work on one run is guarded by its row.
 */
public final class TemporalRunStarter implements RunStarter {

  private static final Logger LOG = LoggerFactory.getLogger(TemporalRunStarter.class);

  private final TemporalConnection temporal;
  private final RunStore runs;

  public TemporalRunStarter(TemporalConnection temporal, RunStore runs) {
    this.temporal = temporal;
    this.runs = runs;
  }

  @Override
  public void start(RunRef ref) {
    try {
      Optional<Run> run = runs.get(ref.orgId(), ref.runId());
      run.filter(TemporalRunStarter::startable).ifPresent(found -> start(ref, found));
    } catch (WorkflowExecutionAlreadyStarted _) {
      LOG.debug("Run {} has been started before", ref.runId());
    } catch (RuntimeException e) {
      later("started", ref, e);
    }
  }

  @Override
  public void ring(RunRef ref) {
    try {
      temporal
          .client()
          .newUntypedWorkflowStub(ref.runId().toString())
          .signal(AgentRunWorkflow.RING);
    } catch (WorkflowNotFoundException _) {
      LOG.debug("Run {} has no workflow to ring; the reconciler will see", ref.runId());
    } catch (RuntimeException e) {
      later("rung", ref, e);
    }
  }

  /** A sub-agent is started by the workflow of its parent, and by nobody else. */
  private static boolean startable(Run run) {
    return run.status() == RunStatus.STARTING && run.family().parent() == null;
  }

  private void start(RunRef ref, Run run) {
    WorkflowOptions options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(ref.runId().toString())
            .setWorkflowIdReusePolicy(
                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
            .setWorkflowIdConflictPolicy(
                WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
            .setTaskQueue(temporal.config().taskQueue())
            .setTypedSearchAttributes(RunAttributes.atStart(ref, run.agentId()))
            .setPriority(Priority.newBuilder().setFairnessKey(ref.orgId().toString()).build())
            .build();
    temporal
        .client()
        .newUntypedWorkflowStub(AgentRunWorkflow.TYPE, options)
        .start(RunInput.first(ref));
  }

  private static void later(String what, RunRef ref, RuntimeException e) {
    LOG.warn(
        "Run {} of organization {} could not be {} now, the sweeper tries again: {}",
        ref.runId(),
        ref.orgId(),
        what,
        rootMessage(e));
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
