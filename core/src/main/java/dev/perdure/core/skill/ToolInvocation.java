package dev.perdure.core.skill;

import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.step.StepRef;
import java.util.Map;

/**
 * One call of a tool.
 *
 * @param step names the run, its organization, and the effect
 * @param arguments valid against the tool's schema
 * @param http the only way to the outside; bound to the run's organization, and stopped with the
 *     call
 */
public record ToolInvocation(
    StepRef step, Map<String, Object> arguments, Cancellation cancellation, OutboundHttp http) {

  /** A call that reaches nothing outside. */
  public ToolInvocation(StepRef step, Map<String, Object> arguments, Cancellation cancellation) {
    this(step, arguments, cancellation, OutboundHttp.none());
  }

  /** The key to hand to services that deduplicate; the same for every attempt. */
  public String idempotencyKey() {
    return step.effectKey();
  }
}
