package dev.perdure.store;

import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.EffectEntry;
import dev.perdure.core.step.StepRef;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells what became of an effect: {@code perdure.effect}. */
final class EffectEvents {

  private EffectEvents() {}

  /** Nobody knows whether it happened. */
  static RunEvent unknown(StepRef call, String toolCallId, String tool, String why) {
    Map<String, Object> value = named(call, tool);
    value.put("toolCallId", toolCallId);
    value.put("status", EffectEntry.Status.UNKNOWN.wireName());
    value.put("message", why);
    return event(value);
  }

  /** It happened after all. */
  static RunEvent late(StepRef call, String tool, String result) {
    Map<String, Object> value = named(call, tool);
    value.put("status", EffectEntry.Status.LATE_COMMITTED.wireName());
    value.put("result", result);
    return event(value);
  }

  /** What became of undoing it. */
  static RunEvent undone(
      StepRef call, String tool, EffectEntry.Undo undo, @Nullable String message) {
    Map<String, Object> value = named(call, tool);
    value.put("undo", undo.wireName());
    if (message != null) {
      value.put("message", message);
    }
    return event(value);
  }

  private static Map<String, Object> named(StepRef call, String tool) {
    Map<String, Object> value = new HashMap<>();
    value.put("stepId", call.stepId());
    value.put("effectKey", call.effectKey());
    value.put("tool", tool);
    return value;
  }

  private static RunEvent event(Map<String, Object> value) {
    return new RunEvent.Custom(RunEvent.Custom.EFFECT, value);
  }
}
