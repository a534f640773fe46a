package dev.perdure.workflows;

import dev.perdure.core.run.RunStatus;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/** One run of an agent. The workflow's id is the run's id. */
@WorkflowInterface
public interface AgentRunWorkflow {

  /** The workflow type under which runs are started and found. */
  String TYPE = "AgentRun";

  /** The name of the doorbell signal. */
  String RING = "ring";

  /**
   * Runs the agent to its end.
   *
   * @return where the run stands, mostly a terminal status; null when it had ended before it began
   */
  @WorkflowMethod(name = TYPE)
  @Nullable RunStatus run(RunInput input);

  /** The doorbell: there are commands to take. They are rows; the signal carries nothing. */
  @SignalMethod(name = RING)
  void ring();
}
