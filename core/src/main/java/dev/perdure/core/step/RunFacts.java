package dev.perdure.core.step;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a claim tells of the run besides the step.
 *
 * @param parentRunId the run that delegated to it; absent when a person started it
 * @param depth how many runs are above it
 * @param model the {@code provider/model} a person switched it to; absent for the agent's own
 * @param tokensLeft what is left of its budget; null without a limit
 * @param costMicrosLeft likewise in money
 * @param marker random, the run's own: marks in its context what is data
 * @param untrustedFrom the tool that first brought content from outside into its thread; absent
 *     when there is none
 */
public record RunFacts(
    @Nullable UUID parentRunId,
    int depth,
    @Nullable String model,
    @Nullable Long tokensLeft,
    @Nullable Long costMicrosLeft,
    String marker,
    @Nullable String untrustedFrom) {

  /** A run that a person started, without limits. */
  public static final RunFacts PLAIN = new RunFacts(null, 0, null, null, null, "none", null);

  /** The same, of a thread into which a tool has brought content from outside. */
  public RunFacts withUntrustedFrom(@Nullable String tool) {
    return new RunFacts(parentRunId, depth, model, tokensLeft, costMicrosLeft, marker, tool);
  }

  /** Whether money or tokens are limited, so that a call has to reserve what it may cost. */
  public boolean limited() {
    return tokensLeft != null || costMicrosLeft != null;
  }
}
