package dev.perdure.store;

import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.Interrupt;
import dev.perdure.core.run.RecoveryOperation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells of interrupts in the shape AG-UI has for them. */
final class InterruptEvents {

  private InterruptEvents() {}

  /** The run waits: for all that is open. */
  static RunEvent waiting(List<InterruptRows.Row> open) {
    return new RunEvent.Custom(
        RunEvent.Custom.WAITING,
        Map.of(
            "reason",
            open.getFirst().interrupt().reason().wireName(),
            "interrupts",
            open.stream().map(row -> shape(row.interrupt())).toList()));
  }

  static RunEvent reminder(Interrupt interrupt) {
    return new RunEvent.Custom(RunEvent.Custom.REMINDER, shape(interrupt));
  }

  /** One was settled; the run may wait for others still. */
  static RunEvent resumed(
      Interrupt settled, Map<String, Object> settlement, List<InterruptRows.Row> open) {
    return new RunEvent.Custom(
        RunEvent.Custom.RESUMED,
        Map.of(
            "interruptId",
            settled.id().toString(),
            "settlement",
            settlement,
            "waiting",
            ids(open)));
  }

  /** A pause is over. */
  static RunEvent resumed(List<InterruptRows.Row> open) {
    return new RunEvent.Custom(RunEvent.Custom.RESUMED, Map.of("waiting", ids(open)));
  }

  private static List<String> ids(List<InterruptRows.Row> open) {
    return open.stream().map(row -> row.id().toString()).toList();
  }

  private static Map<String, Object> shape(Interrupt interrupt) {
    Map<String, Object> shape = new HashMap<>();
    shape.put("id", interrupt.id().toString());
    shape.put("reason", interrupt.reason().wireName());
    shape.put("message", interrupt.message());
    put(shape, "toolCallId", interrupt.toolCallId());
    put(shape, "expiresAt", interrupt.deadline());
    shape.put("responseSchema", schema(interrupt));
    shape.put("metadata", metadata(interrupt));
    return shape;
  }

  private static Map<String, Object> metadata(Interrupt interrupt) {
    Map<String, Object> metadata = new HashMap<>(interrupt.detail());
    metadata.put("code", interrupt.code());
    put(metadata, "stepId", interrupt.stepId());
    put(metadata, "tool", interrupt.tool());
    put(metadata, "arguments", interrupt.arguments());
    if (!interrupt.operations().isEmpty()) {
      metadata.put("operations", operations(interrupt));
    }
    return metadata;
  }

  private static Map<String, Object> schema(Interrupt interrupt) {
    Map<String, Object> text = Map.of("type", "string");
    return switch (interrupt.reason()) {
      case APPROVAL ->
          object(
              Map.of(
                  "approved", Map.of("type", "boolean"),
                  "arguments", Map.of("type", "object"),
                  "reason", text),
              "approved");
      case INPUT -> object(Map.of("text", text), "text");
      case BUDGET, RECOVERY ->
          object(
              Map.of(
                  "operation", Map.of("type", "string", "enum", operations(interrupt)),
                  "model", text,
                  "result", text),
              "operation");
    };
  }

  private static Map<String, Object> object(Map<String, Object> properties, String required) {
    return Map.of("type", "object", "properties", properties, "required", List.of(required));
  }

  private static List<String> operations(Interrupt interrupt) {
    return interrupt.operations().stream().map(RecoveryOperation::wireName).toList();
  }

  private static void put(Map<String, Object> map, String key, @Nullable Object value) {
    if (value != null) {
      map.put(key, value.toString());
    }
  }
}
