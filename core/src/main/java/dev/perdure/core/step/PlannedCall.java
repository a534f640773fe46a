package dev.perdure.core.step;

import dev.perdure.core.run.WaitTerms;
import dev.perdure.core.skill.Effect;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A tool call the workflow is to run: its place and the limits of its tool, never its arguments.
 * Crosses the workflow: grows by appending only.
 *
 * @param call its place in the ACT step, counted from 1
 * @param timeout the most one attempt may take
 * @param maxAttempts how often it may be tried
 * @param gate what a person has to do first; absent when nothing
 * @param terms how long that is waited for; absent without a gate
 */
public record PlannedCall(
    int call,
    String tool,
    Effect effect,
    Duration timeout,
    int maxAttempts,
    @Nullable Gate gate,
    @Nullable WaitTerms terms) {

  /** A call that nobody has to be waited for. */
  public PlannedCall(int call, String tool, Effect effect, Duration timeout, int maxAttempts) {
    this(call, tool, effect, timeout, maxAttempts, null, null);
  }

  /** What a person has to do before a call is made. */
  public enum Gate {
    /** Approve it. */
    APPROVAL,
    /** Answer it: the call is the agent's question. */
    ANSWER
  }
}
