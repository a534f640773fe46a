package dev.perdure.workflows;

/**
 * How a THINK is to be done. Grows by appending only.
 *
 * @param model which model: 0 for the run's own, n for the nth to fall back to
 * @param last whether it is to answer with what is known: one call without tools, beyond the budget
 */
public record ThinkOrder(int model, boolean last) {

  /** The run's own model, all tools. */
  public static final ThinkOrder FIRST = new ThinkOrder(0, false);
}
