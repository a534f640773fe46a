package dev.perdure.e2e.proof;

import dev.perdure.e2e.proof.Note.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Runs that nobody disturbs but the faults. */
final class WorkingShapes {

  private WorkingShapes() {}

  static Map<String, UnaryOperator<Draft>> all() {
    Map<String, UnaryOperator<Draft>> shapes = new LinkedHashMap<>();
    shapes.put("plain answer", draft -> draft.saying(draft.speak()));
    shapes.put("tools in parallel", WorkingShapes::parallel);
    shapes.put("effects in sequence", WorkingShapes::sequence);
    shapes.put("long run", WorkingShapes::longRun);
    shapes.put("one sub-agent", WorkingShapes::subAgent);
    shapes.put("several sub-agents", WorkingShapes::subAgents);
    shapes.put("nested sub-agents", WorkingShapes::nested);
    return shapes;
  }

  private static Draft parallel(Draft draft) {
    return draft.saying(
        String.join(
                " + ",
                draft.calculate(),
                draft.note(Kind.RECORD_EFFECT),
                draft.note(Kind.RECORD_ONCE),
                draft.note(Kind.RECORD_UNDOABLE),
                "[[call clock {}]]")
            + draft.anyNote()
            + draft.say());
  }

  private static Draft sequence(Draft draft) {
    String text = "";
    for (int i = 0; i < 2 + draft.random().nextInt(3); i++) {
      text += draft.anyNote() + " ";
    }
    return draft.saying(text + draft.speak());
  }

  private static Draft longRun(Draft draft) {
    return draft.saying(
        draft.anyNote()
            + draft.calculateOften(8 + draft.random().nextInt(8))
            + draft.anyNote()
            + draft.say());
  }

  private static Draft subAgent(Draft draft) {
    return draft
        .by(Role.CHIEF)
        .saying(
            draft.delegate(Role.LEAF, draft.anyNote() + draft.anyNote() + draft.say())
                + draft.anyNote()
                + draft.speak());
  }

  static Draft subAgents(Draft draft) {
    String below =
        draft.delegate(Role.LEAF, draft.anyNote() + draft.speak())
            + " + "
            + draft.delegate(Role.LEAF, draft.anyNote() + draft.calculate() + draft.say())
            + " + "
            + draft.delegate(Role.MIDDLE, draft.calculate() + draft.say());
    boolean alsoTools = draft.random().nextBoolean();
    return draft
        .by(Role.CHIEF)
        .saying(below + (alsoTools ? " + " + draft.anyNote() : "") + draft.say());
  }

  static Draft nested(Draft draft) {
    String inner = draft.delegate(Role.LEAF, draft.anyNote() + draft.speak());
    String middle = draft.anyNote() + inner + draft.anyNote() + draft.say();
    return draft.by(Role.CHIEF).saying(draft.delegate(Role.MIDDLE, middle) + draft.say());
  }
}
