package dev.perdure.core.port;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.run.BudgetKind;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.ModelUse;
import java.util.List;
import java.util.Optional;

/** Holds what a model call may cost before it is made. Settled by the commit of its thought. */
public interface BudgetStore {

  /**
   * Reserves for the model call of a claimed THINK, in place of what an earlier attempt of it held.
   * When it does not fit nothing is held, and the step can be claimed again. Does nothing for an
   * attempt that has no say any more.
   *
   * @return what is not enough; empty when it is reserved
   */
  default Optional<BudgetKind> reserve(Claim.Claimed step, long tokens, long costMicros) {
    return reserve(step, tokens, costMicros, false);
  }

  /**
   * The same for a call that may be the last one, which goes beyond the run's own budget, but never
   * beyond what the organization may spend in a day.
   */
  Optional<BudgetKind> reserve(Claim.Claimed step, long tokens, long costMicros, boolean last);

  /**
   * Books calls whose answer is not taken, since they were billed all the same; what was held for
   * them is released. Once for an attempt. Does nothing for one that has no say any more.
   */
  List<LoggedEvent> book(Claim.Claimed step, ModelUse use);
}
