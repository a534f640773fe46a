package dev.perdure.store;

import dev.perdure.core.step.Claim;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import org.jdbi.v3.core.Handle;

/**
 * Takes a step for an attempt. Few statements: the run's lock, what steers a THINK, the claim, the
 * events.
 */
final class StepClaim {

  private final ThinkClaim thinks;
  private final CallClaim calls;

  StepClaim(Json json, Bodies bodies, EventLog log, SteerIntake steers) {
    this.thinks = new ThinkClaim(json, bodies, log, steers);
    this.calls = new CallClaim(json, bodies, log);
  }

  Claim claim(Handle handle, StepRef step, StepKind kind, boolean last) {
    RunLock.Locked run = RunLock.run(handle, step.run());
    if (!run.acceptsWork()) {
      return new Claim.RunEnded(run.status());
    }
    return step.call() == 0
        ? thinks.claim(handle, run, step, kind, last)
        : calls.claim(handle, run, step, kind);
  }
}
