package dev.perdure.workflows;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.function.BooleanSupplier;

/** How an execution of the workflow sets out: with the run, or in the middle of it. */
final class Beginning {

  private final RunActivities records =
      Workflow.newLocalActivityStub(RunActivities.class, ActivityPolicies.bookkeeping());
  private final Doorbell doorbell;
  private final CancellationScope operator;
  private final BooleanSupplier historyIsLong;

  Beginning(Doorbell doorbell, CancellationScope operator, BooleanSupplier historyIsLong) {
    this.doorbell = doorbell;
    this.operator = operator;
    this.historyIsLong = historyIsLong;
  }

  Leg go(RunInput input) {
    if (input.begun()) {
      // whoever rang the execution before this one is heard, whatever became of the signal
      return go(input, true);
    }
    RunBegin begin = records.begin(input.run());
    return begin.running()
        ? go(input.beginning(begin), mayHaveBeenTold(begin))
        : new Leg.Ended(null);
  }

  private Leg go(RunInput begun, boolean takeCommands) {
    RunParts parts = RunParts.of(begun, records, doorbell, operator);
    if (takeCommands) {
      parts.orders().take();
    }
    return new RunFlow(begun, parts, historyIsLong).go();
  }

  /**
   * Whether commands may wait that nobody could ring for: a sub-agent paused with its parent before
   * it had a workflow, a run that was paused before it began, a run whose workflow was lost.
   */
  private static boolean mayHaveBeenTold(RunBegin begin) {
    RunTerms terms = begin.terms();
    return begin.told()
        || (terms != null
            && (terms.subAgent() || terms.firstStep() > 1 || terms.lastCommand() > 0));
  }
}
