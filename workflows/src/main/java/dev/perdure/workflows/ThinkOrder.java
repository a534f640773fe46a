package dev.perdure.workflows;

import dev.perdure.core.run.RunError;
import org.jspecify.annotations.Nullable;

/**
 * How a THINK is to be done. Grows by appending only.
 *
 * @param model which model: 0 for the run's own, n for the nth to fall back to
 * @param last whether it is to answer with what is known: one call without tools, beyond the budget
 * @param instead why the model before this one was given up; absent for the run's own
 */
public record ThinkOrder(int model, boolean last, @Nullable RunError instead) {

  /** An order that does not tell why. */
  public ThinkOrder(int model, boolean last) {
    this(model, last, null);
  }

  /** The run's own model, all tools. */
  public static final ThinkOrder FIRST = new ThinkOrder(0, false);
}
