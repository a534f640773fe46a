package dev.perdure.store;

import dev.perdure.core.session.ContentPart;
import dev.perdure.core.skill.PlannedTool;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.PlannedCall;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.Thought;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the steps a thought has decided on. Each tool call of its message gets one, so that
 * each is answered before a model sees the transcript again.
 */
final class PlannedRows {

  private final List<Row> rows = new ArrayList<>();

  private PlannedRows() {}

  /**
   * A step to come, as call 0, or one of its calls.
   *
   * @param ahead how many steps after the THINK
   */
  record Row(
      int ahead,
      int call,
      StepKind kind,
      @Nullable String tool,
      @Nullable String id,
      @Nullable String arguments,
      @Nullable ToolOutput given,
      PlannedCall.@Nullable Gate gate,
      @Nullable PlannedTool planned) {}

  /** A call of the message, with what was decided about it. */
  private record Call(
      ContentPart.ToolCall call,
      @Nullable ToolOutput given,
      @Nullable PlannedTool tool,
      PlannedCall.@Nullable Gate gate) {

    Call gated(PlannedCall planned) {
      return new Call(call, given, tool, planned.gate());
    }
  }

  static List<Row> of(Thought thought) {
    List<Call> calls = calls(thought);
    PlannedRows planned = new PlannedRows();
    switch (thought.decision()) {
      case Decision.Act act -> planned.step(1, StepKind.ACT, gated(calls, act.calls()));
      case Decision.Delegate delegate ->
          planned.step(1, StepKind.DELEGATE, gated(calls, delegate.calls()));
      case Decision.ActAndDelegate both -> planned.both(calls, both);
      // Nobody makes these calls: the end of the run answers them.
      case Decision.GiveUp _ -> planned.step(1, StepKind.ACT, calls);
      case Decision.Respond _, Decision.Exhausted _, Decision.Ended _ -> counted(calls, 0);
    }
    return List.copyOf(planned.rows);
  }

  private static List<Call> calls(Thought thought) {
    List<Call> calls = new ArrayList<>();
    for (int place = 0; place < thought.content().size(); place++) {
      if (thought.content().get(place) instanceof ContentPart.ToolCall call) {
        calls.add(new Call(call, thought.given().get(place), thought.tools().get(place), null));
      }
    }
    return calls;
  }

  private static List<Call> counted(List<Call> calls, int decided) {
    if (calls.size() != decided) {
      throw new IllegalArgumentException(
          "the message holds " + calls.size() + " tool calls, the decision " + decided);
    }
    return calls;
  }

  private static List<Call> gated(List<Call> calls, List<PlannedCall> decided) {
    counted(calls, decided.size());
    List<Call> gated = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      gated.add(calls.get(i).gated(decided.get(i)));
    }
    return gated;
  }

  /** Both lists keep the order of the message; the names tell which a call belongs to. */
  private void both(List<Call> calls, Decision.ActAndDelegate decision) {
    counted(calls, decision.calls().size() + decision.delegations().size());
    Deque<PlannedCall> toAct = new ArrayDeque<>(decision.calls());
    Deque<PlannedCall> toDelegate = new ArrayDeque<>(decision.delegations());
    List<Call> acts = new ArrayList<>();
    List<Call> delegations = new ArrayList<>();
    for (Call call : calls) {
      if (isNext(toAct, call)) {
        acts.add(call.gated(toAct.remove()));
      } else if (isNext(toDelegate, call)) {
        delegations.add(call.gated(toDelegate.remove()));
      } else {
        throw new IllegalArgumentException(
            "the decision has no place for the call of " + call.call().name());
      }
    }
    step(1, StepKind.ACT, acts);
    step(2, StepKind.DELEGATE, delegations);
  }

  private static boolean isNext(Deque<PlannedCall> planned, Call call) {
    PlannedCall next = planned.peek();
    return next != null && next.tool().equals(call.call().name());
  }

  private void step(int ahead, StepKind kind, List<Call> calls) {
    if (calls.isEmpty()) {
      return;
    }
    rows.add(new Row(ahead, 0, kind, null, null, null, null, null, null));
    int place = 0;
    for (Call call : calls) {
      ContentPart.ToolCall made = call.call();
      rows.add(
          new Row(
              ahead,
              ++place,
              kind,
              PgText.clean(made.name()),
              PgText.clean(made.id()),
              PgText.clean(made.arguments()),
              call.given(),
              call.gate(),
              call.tool()));
    }
  }
}
