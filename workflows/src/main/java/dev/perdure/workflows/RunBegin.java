package dev.perdure.workflows;

import org.jspecify.annotations.Nullable;

/**
 * What came of the workflow's first write. Grows by appending only.
 *
 * @param running whether the run is running; otherwise there is nothing to do
 * @param maxSteps the most steps the workflow itself lets it take; the database counts them since
 *     there are terms, and the number then is the greatest there is
 * @param terms absent for a run that an older release began
 * @param told whether there are commands for which nobody could ring
 */
public record RunBegin(boolean running, int maxSteps, @Nullable RunTerms terms, boolean told) {

  /** There is nothing to do. */
  public static final RunBegin NOTHING = new RunBegin(false, 0, null, false);

  /** The run is running on these terms. */
  public static RunBegin on(RunTerms terms) {
    return on(terms, false);
  }

  /** The same, and whether it has been told something. */
  public static RunBegin on(RunTerms terms, boolean told) {
    return new RunBegin(true, Integer.MAX_VALUE, terms, told);
  }
}
