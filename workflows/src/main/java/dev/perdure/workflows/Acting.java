package dev.perdure.workflows;

import dev.perdure.core.run.RecoveryOperation;
import dev.perdure.core.step.PlannedCall;
import dev.perdure.core.step.StepRef;
import java.util.Optional;

/** One tool call of an ACT step, with everything a person may have to say about it. */
final class Acting {

  private final Steps steps;
  private final Gates gates;
  private final Waits waits;
  private final Orders orders;

  Acting(Steps steps, Gates gates, Waits waits, Orders orders) {
    this.steps = steps;
    this.gates = gates;
    this.waits = waits;
    this.orders = orders;
  }

  /** Runs in a branch of its own. */
  StepOutcome<ActResult> act(StepRef step, PlannedCall call) {
    StepRef ref = step.withCall(call.call());
    Optional<StepOutcome<ActResult>> held = gates.pass(ref, call);
    return held.orElseGet(() -> untilKnown(ref, call));
  }

  /** A call whose effect is unknown is never repeated before a person has said what to do. */
  private StepOutcome<ActResult> untilKnown(StepRef ref, PlannedCall call) {
    StepOutcome<ActResult> outcome = steps.act(ref, call);
    for (int occurrence = 1; unknown(outcome); occurrence++) {
      Verdict verdict = waits.on(Awaited.unknownEffect(ref, call, occurrence));
      outcome = follow(verdict).orElseGet(() -> steps.act(ref, call));
    }
    return outcome;
  }

  private static boolean unknown(StepOutcome<ActResult> outcome) {
    return outcome instanceof StepOutcome.Done<ActResult> done && done.value().unknown();
  }

  /** Why the call is not to be taken up again, if it is not. */
  private Optional<StepOutcome<ActResult>> follow(Verdict verdict) {
    if (verdict.orders(RecoveryOperation.CANCEL)) {
      orders.cancel();
      return Optional.of(new StepOutcome.Stopped<>());
    }
    return verdict.held();
  }
}
