package dev.perdure.e2e.proof;

import dev.perdure.e2e.Operator;
import dev.perdure.e2e.proof.Books.Row;
import dev.perdure.workflows.AgentRunWorkflowImpl;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.WorkflowReplayer;
import java.util.List;
import java.util.Set;

/** No workflow task failed by its own code, and histories replay. */
final class HistoryAudit {

  /** Nothing is wrong when something came while a task was under way. */
  private static final Set<WorkflowTaskFailedCause> HARMLESS =
      Set.of(
          WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND,
          WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_FORCE_CLOSE_COMMAND,
          WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_RESET_STICKY_TASK_QUEUE);

  private final Operator operator;
  private final Findings findings;
  private int executions;
  private int replayed;

  HistoryAudit(Operator operator, Findings findings) {
    this.operator = operator;
    this.findings = findings;
  }

  /** Looks at all executions of a run's workflow. */
  void of(Row run, boolean replay) {
    if (run.get("started_at").isEmpty()) {
      return; // ended before a workflow took it
    }
    List<WorkflowExecutionHistory> chain = operator.chain(run.get("id"));
    for (WorkflowExecutionHistory history : chain) {
      executions++;
      history.getEvents().forEach(event -> taskFailed(run, event));
      if (replay) {
        replay(run, history);
      }
    }
  }

  private void taskFailed(Row run, HistoryEvent event) {
    if (event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED) {
      var failed = event.getWorkflowTaskFailedEventAttributes();
      findings.expect(
          HARMLESS.contains(failed.getCause()) || starved(failed.getFailure()),
          "a workflow task of run %s failed: %s %s",
          run.get("id"),
          failed.getCause(),
          failed.getFailure());
    }
  }

  /** On a busy machine a process that has just started takes a second to load its classes. */
  private static boolean starved(Failure failure) {
    return failure.getMessage().contains("Potential deadlock")
        || (failure.hasCause() && starved(failure.getCause()));
  }

  private void replay(Row run, WorkflowExecutionHistory history) {
    replayed++;
    try {
      WorkflowReplayer.replayWorkflowExecution(history, AgentRunWorkflowImpl.class);
    } catch (Exception e) {
      findings.add("the history of run %s does not replay: %s".formatted(run.get("id"), e));
    }
  }

  int executions() {
    return executions;
  }

  int replayed() {
    return replayed;
  }
}
