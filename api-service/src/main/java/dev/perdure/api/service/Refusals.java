package dev.perdure.api.service;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.run.Run;
import java.util.function.Supplier;

/** Refusals that say where the run stands. */
final class Refusals {

  private Refusals() {}

  /** Does it; a conflict that tells no state is told with the run's. */
  static <T> T withState(Supplier<Run> look, Supplier<T> action) {
    try {
      return action.get();
    } catch (PerdureException refusal) {
      if (refusal.error() instanceof PerdureError.Conflict conflict && conflict.state() == null) {
        throw PerdureException.conflict(conflict.code(), conflict.message(), look.get().status());
      }
      throw refusal;
    }
  }
}
