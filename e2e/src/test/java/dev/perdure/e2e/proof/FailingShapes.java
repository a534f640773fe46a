package dev.perdure.e2e.proof;

import dev.perdure.testkit.Behaviour;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Runs whose model or tools fail, or that get nowhere. */
final class FailingShapes {

  private static final int REFUSED = 401;

  private FailingShapes() {}

  static Map<String, UnaryOperator<Draft>> all() {
    Map<String, UnaryOperator<Draft>> shapes = new LinkedHashMap<>();
    shapes.put("model heals", FailingShapes::heals);
    shapes.put("fallback model", FailingShapes::fallsBack);
    shapes.put("brittle", FailingShapes::brittle);
    shapes.put("recovered by retry", draft -> stuck(draft, "retry"));
    shapes.put("recovered by another model", draft -> stuck(draft, "switch_model"));
    shapes.put("recovered by a result", draft -> stuck(draft, "provide_result").inPart());
    shapes.put(
        "recovered by finishing",
        draft -> stuck(draft, "finish_with_what_is_known").inPart().mayEnd("succeeded", "failed"));
    shapes.put("given up by a person", FailingShapes::givenUp);
    shapes.put("sub-agent fails", FailingShapes::below);
    shapes.put("loop", FailingShapes::loop);
    shapes.put("bad calls", FailingShapes::badCalls);
    return shapes;
  }

  private static Draft heals(Draft draft) {
    Behaviour trouble =
        draft.anyOf(
            Behaviour.status(503),
            Behaviour.rateLimited("1"),
            Behaviour.broken("half of it ".repeat(20), Behaviour.Kind.CUT, 5),
            Behaviour.broken("half of it ".repeat(20), Behaviour.Kind.GARBAGE, 3));
    return draft
        .ill(trouble.times(1 + draft.random().nextInt(2)))
        .saying(draft.anyNote() + draft.speak());
  }

  private static Draft fallsBack(Draft draft) {
    Behaviour gone = Behaviour.status(REFUSED).forModel("scripted").always();
    return draft.by(Role.PREPARED).ill(gone).saying(draft.anyNote() + draft.say());
  }

  private static Draft brittle(Draft draft) {
    return draft
        .by(Role.BRITTLE)
        .ill(Behaviour.status(REFUSED).always())
        .inPart()
        .mayEnd("failed")
        .saying(draft.say());
  }

  private static Draft stuck(Draft draft, String operation) {
    return draft
        .ill(Behaviour.status(REFUSED).forModel("scripted").always())
        .wishing(Wishes.OBLIGING.whenStuck(operation))
        .saying(draft.anyNote() + draft.say());
  }

  private static Draft givenUp(Draft draft) {
    return stuck(draft, "cancel").inPart().mayEnd("cancelled");
  }

  private static Draft below(Draft draft) {
    return draft
        .by(Role.HEAD)
        .inPart()
        .saying(
            draft.delegate(
                    Role.BRITTLE, "[[loop 9 calculator {\"expression\": \"1+1\"}]]" + draft.mark())
                + " + "
                + draft.anyNote()
                + draft.say());
  }

  private static Draft loop(Draft draft) {
    return draft
        .inPart()
        .mayEnd("failed")
        .saying(draft.anyNote() + "[[loop 12 calculator {\"expression\": \"1+1\"}]]" + draft.say());
  }

  private static Draft badCalls(Draft draft) {
    return draft.saying(
        "[[call no_such_tool {}]] + [[call calculator {\"wrong\": 1}]] + "
            + draft.anyNote()
            + draft.say());
  }
}
