package dev.perdure.workflows;

import dev.perdure.core.run.DeadlinePolicy;
import dev.perdure.core.step.PlannedCall;
import dev.perdure.core.step.StepRef;
import java.util.Optional;

/** What a person has to do before a call is made: approve it, or answer it. */
final class Gates {

  private final Waits waits;
  private final Orders orders;

  Gates(Waits waits, Orders orders) {
    this.waits = waits;
    this.orders = orders;
  }

  /**
   * Waits at a call's gate, if it has one. A call that was denied goes on too: its outcome is in
   * the database by then, and its activity commits that without calling anything.
   *
   * @return why the call is not to go on, if it is not
   */
  Optional<StepOutcome<ActResult>> pass(StepRef ref, PlannedCall call) {
    PlannedCall.Gate gate = call.gate();
    if (gate == null) {
      return Optional.empty();
    }
    Awaited awaited = Awaited.gate(ref, call, gate);
    Verdict verdict = waits.on(awaited);
    if (verdict instanceof Verdict.Expired
        && awaited.request().terms().onDeadline() == DeadlinePolicy.EXPIRE) {
      orders.expire();
      return Optional.of(new StepOutcome.Stopped<>());
    }
    return verdict.held();
  }
}
