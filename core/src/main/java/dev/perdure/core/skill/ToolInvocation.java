package dev.perdure.core.skill;

import dev.perdure.core.step.StepRef;
import java.util.Map;

/**
 * One call of a tool.
 *
 * @param step names the run, its organization, and the effect
 * @param arguments valid against the tool's schema
 */
public record ToolInvocation(
    StepRef step, Map<String, Object> arguments, Cancellation cancellation) {

  /** The key to hand to services that deduplicate; the same for every attempt. */
  public String idempotencyKey() {
    return step.effectKey();
  }
}
