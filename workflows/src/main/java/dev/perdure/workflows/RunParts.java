package dev.perdure.workflows;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;

/** What a run's flow is made of, wired from top to bottom. */
record RunParts(
    Orders orders,
    Branches branches,
    Pause pause,
    WallTime wallTime,
    Thinking thinking,
    Acting acting,
    Delegations delegations,
    Endings endings) {

  /**
   * Wires the parts of a run that has begun.
   *
   * @param operator cancelled when an operator cancels the workflow in Temporal
   */
  static RunParts of(
      RunInput begun, RunActivities records, Doorbell doorbell, CancellationScope operator) {
    RunTerms terms = begun.terms() == null ? RunTerms.OF_OLDER_RELEASE : begun.terms();
    Pause pause = new Pause(begun.paused());
    WallTime wallTime = new WallTime(begun.wallTimeEnds(), !terms.waitsForTopUp());
    Orders orders = new Orders(begun, doorbell, operator, records, pause, wallTime);
    Situation situation = new Situation();
    Waits waits =
        new Waits(bookkeeping(WaitActivities.class), orders.verdicts(), pause, wallTime, situation);
    // release 0.1.0 had no ledger to ask how far a lost worker got
    int roundsOfOnce = begun.terms() == null ? 0 : ActivityPolicies.ROUNDS_OF_LOST_WORKERS;
    Steps steps = new Steps(records, new Patience(pause), roundsOfOnce);
    Gates gates = new Gates(waits, orders);
    return new RunParts(
        orders,
        new Branches(orders),
        pause,
        wallTime,
        new Thinking(steps, waits, orders, bookkeeping(AnswerActivities.class), terms),
        new Acting(steps, gates, waits, orders),
        new Delegations(bookkeeping(DelegateActivities.class), gates, pause),
        new Endings(begun.run(), records, orders, new Undoing(), situation));
  }

  private static <T> T bookkeeping(Class<T> activities) {
    return Workflow.newLocalActivityStub(activities, ActivityPolicies.bookkeeping());
  }
}
