package dev.perdure.e2e.proof;

import dev.perdure.e2e.proof.Note.Kind;
import dev.perdure.e2e.proof.Wishes.Approval;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Runs that wait for somebody. */
final class PeopleShapes {

  private static final String QUESTION = "[[call ask_user {\"question\": \"Which one, %s?\"}]]";

  private PeopleShapes() {}

  static Map<String, UnaryOperator<Draft>> all() {
    Map<String, UnaryOperator<Draft>> shapes = new LinkedHashMap<>();
    shapes.put("approved", draft -> asking(draft, Role.CAREFUL, Approval.APPROVE));
    shapes.put("denied", draft -> asking(draft, Role.CAREFUL, Approval.DENY).inPart());
    shapes.put("edited", draft -> asking(draft, Role.CAREFUL, Approval.EDIT).inPart());
    shapes.put("not approved in time", draft -> asking(draft, Role.HASTY, Approval.LEAVE).inPart());
    shapes.put(
        "approved in time or not", draft -> asking(draft, Role.HASTY, Approval.APPROVE).inPart());
    shapes.put(
        "expired",
        draft -> asking(draft, Role.IMPATIENT, Approval.LEAVE).inPart().mayEnd("expired"));
    shapes.put("left waiting", PeopleShapes::leftWaiting);
    shapes.put("question", draft -> draft.saying(QUESTION.formatted(draft.mark()) + end(draft)));
    shapes.put("approval in a sub-agent", PeopleShapes::belowApproved);
    shapes.put("topped up", draft -> spending(draft, Role.THRIFTY, "top_up"));
    shapes.put(
        "finished with what is known",
        draft -> spending(draft, Role.THRIFTY, "finish_with_what_is_known").inPart());
    shapes.put("brief", draft -> spending(draft, Role.BRIEF, "").inPart());
    shapes.put("tokens spent", draft -> spending(draft, Role.FRUGAL, "top_up"));
    return shapes;
  }

  private static Draft asking(Draft draft, Role role, Approval approval) {
    String calls =
        draft.random().nextBoolean()
            ? draft.anyNote()
            : draft.anyNote() + " + " + draft.calculate() + " + " + draft.anyNote();
    return draft
        .by(role)
        .wishing(Wishes.OBLIGING.with(approval))
        .saying(calls + draft.calculate() + draft.say());
  }

  private static Draft leftWaiting(Draft draft) {
    boolean question = draft.random().nextBoolean();
    return draft
        .by(Role.CAREFUL)
        .inPart()
        .mayEnd("waiting")
        .wishing(Wishes.OBLIGING.with(Approval.LEAVE).withoutAnswers())
        .saying(
            (question ? QUESTION.formatted(draft.mark()) : draft.note(Kind.RECORD_ONCE))
                + draft.say());
  }

  private static Draft belowApproved(Draft draft) {
    Approval approval = draft.anyOf(Approval.APPROVE, Approval.DENY);
    if (approval == Approval.DENY) {
      draft.inPart();
    }
    return draft
        .by(Role.HEAD)
        .wishing(Wishes.OBLIGING.with(approval))
        .saying(
            draft.delegate(Role.CAREFUL, draft.anyNote() + draft.say())
                + " + "
                + draft.calculate()
                + draft.anyNote()
                + draft.say());
  }

  private static Draft spending(Draft draft, Role role, String operation) {
    return draft
        .by(role)
        .wishing(Wishes.OBLIGING.whenSpent(operation))
        .saying(draft.anyNote() + draft.calculateOften(5) + draft.anyNote() + draft.say());
  }

  private static String end(Draft draft) {
    return draft.anyNote() + draft.say();
  }
}
