package dev.perdure.e2e.proof;

import dev.perdure.e2e.proof.Plot.Encore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Runs that are told things at random moments, and what follows them. */
final class OrderedShapes {

  private static final int SOON = 2500;
  private static final List<String> POLICIES =
      List.of("reject", "enqueue", "interrupt", "rollback", "steer");

  private OrderedShapes() {}

  static Map<String, UnaryOperator<Draft>> all() {
    Map<String, UnaryOperator<Draft>> shapes = new LinkedHashMap<>();
    shapes.put("steered", OrderedShapes::steered);
    shapes.put("paused and resumed", OrderedShapes::paused);
    shapes.put("sub-agents paused and resumed", OrderedShapes::pausedBelow);
    shapes.put("interrupted", draft -> cancelled(draft, "interrupt"));
    shapes.put("rolled back", draft -> cancelled(draft, "rollback"));
    shapes.put("sub-agents rolled back", OrderedShapes::rolledBackBelow);
    shapes.put("cancelled at once", OrderedShapes::cancelledAtOnce);
    shapes.put("retried", OrderedShapes::retried);
    shapes.put("forked", OrderedShapes::forked);
    shapes.put("inputs of all policies", OrderedShapes::crowd);
    shapes.put("crowd of one policy", OrderedShapes::oneKind);
    shapes.put("orders of all kinds", OrderedShapes::orders);
    return shapes;
  }

  private static Draft busy(Draft draft) {
    return draft
        .inPart()
        .saying(
            draft.anyNote()
                + draft.calculateOften(1 + draft.random().nextInt(6))
                + draft.anyNote()
                + draft.speak());
  }

  private static Draft steered(Draft draft) {
    String text = draft.anyNote() + " [[say steered %s-in1]]".formatted(draft.mark());
    return busy(draft).ordered(draft.within(SOON), "steer", Map.of("input", text));
  }

  private static Draft paused(Draft draft) {
    Draft busy = busy(draft);
    return busy.ordered(draft.within(SOON), "pause", Map.of())
        .ordered(draft.within(3000), "resume", Map.of());
  }

  private static Draft pausedBelow(Draft draft) {
    return WorkingShapes.subAgents(draft)
        .ordered(draft.within(SOON), "pause", Map.of())
        .ordered(draft.within(3000), "resume", Map.of());
  }

  private static Draft cancelled(Draft draft, String mode) {
    return busy(draft).ordered(draft.within(2 * SOON), "cancel", Map.of("mode", mode));
  }

  private static Draft rolledBackBelow(Draft draft) {
    return WorkingShapes.nested(draft)
        .inPart()
        .ordered(draft.within(2 * SOON), "cancel", Map.of("mode", "rollback"));
  }

  private static Draft cancelledAtOnce(Draft draft) {
    return busy(draft)
        .ordered(Duration.ZERO, "cancel", Map.of("mode", draft.anyOf("interrupt", "rollback")));
  }

  private static Draft retried(Draft draft) {
    return cancelled(draft, "interrupt").then(Encore.RETRY);
  }

  private static Draft forked(Draft draft) {
    return draft
        .saying(draft.anyNote() + draft.calculate() + draft.anyNote() + draft.say())
        .then(Encore.FORK);
  }

  private static Draft crowd(Draft draft) {
    Draft busy = busy(draft);
    for (int i = 0; i < 3 + draft.random().nextInt(3); i++) {
      String policy = POLICIES.get(draft.random().nextInt(POLICIES.size()));
      busy.told(draft.within(1200), policy, draft.anyOf(draft.calculate(), draft.anyNote(), ""));
    }
    return busy;
  }

  private static Draft oneKind(Draft draft) {
    Draft busy = busy(draft);
    String policy = POLICIES.get(draft.random().nextInt(POLICIES.size()));
    for (int i = 0; i < 4; i++) {
      busy.told(draft.within(300), policy, draft.calculate());
    }
    return busy;
  }

  private static Draft orders(Draft draft) {
    Draft busy = busy(draft);
    for (int i = 0; i < 4; i++) {
      switch (draft.random().nextInt(4)) {
        case 0 -> busy.ordered(draft.within(800), "pause", Map.of());
        case 1 -> busy.ordered(draft.within(800), "top-up", Map.of("steps", 5));
        case 2 ->
            busy.ordered(
                draft.within(800),
                "steer",
                Map.of("input", draft.calculate() + "[[say turned %s]]".formatted(draft.mark())));
        default -> busy.ordered(draft.within(800), "resume", Map.of());
      }
    }
    return busy.ordered(draft.within(800), "resume", Map.of());
  }
}
