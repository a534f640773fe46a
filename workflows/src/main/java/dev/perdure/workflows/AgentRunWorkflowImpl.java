package dev.perdure.workflows;

import dev.perdure.core.run.RunStatus;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Hosts a run's flow: takes its signals, continues as new, and ends the workflow. */
public final class AgentRunWorkflowImpl implements AgentRunWorkflow {

  private final Doorbell doorbell = new Doorbell();
  private final BooleanSupplier historyIsLong;

  /** For workers. */
  public AgentRunWorkflowImpl() {
    this(() -> Workflow.getInfo().isContinueAsNewSuggested());
  }

  /** For tests, which decide when a history is long. */
  AgentRunWorkflowImpl(BooleanSupplier historyIsLong) {
    this.historyIsLong = historyIsLong;
  }

  @Override
  public void ring() {
    doorbell.ring();
  }

  @Override
  public @Nullable RunStatus run(RunInput input) {
    CancellationScope operator = CancellationScope.current();
    Leg leg = detached(new Beginning(doorbell, operator, historyIsLong), input);
    if (leg instanceof Leg.Continue next) {
      Workflow.await(Workflow::isEveryHandlerFinished);
      Workflow.continueAsNew(next.input());
    }
    RunStatus status = ((Leg.Ended) leg).status();
    if (status == RunStatus.CANCELLED && operator.isCancelRequested()) {
      // so that the Temporal UI shows what the operator asked for
      throw new CanceledFailure("The run was cancelled.");
    }
    return status;
  }

  /**
   * Nothing of the flow is cancelled from outside: it decides itself what a cancel stops, and its
   * bookkeeping has to reach the database.
   */
  private static Leg detached(Beginning beginning, RunInput input) {
    Deque<Leg> result = new ArrayDeque<>();
    Workflow.newDetachedCancellationScope(() -> result.add(beginning.go(input))).run();
    return result.remove();
  }
}
