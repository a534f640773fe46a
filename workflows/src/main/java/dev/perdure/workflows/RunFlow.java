package dev.perdure.workflows;

import dev.perdure.core.run.Ending;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.PlannedCall;
import dev.perdure.core.step.StepRef;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Functions.Func;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;

/** The order of a run's steps: THINK, then ACT and THINK again, until it responds or is ended. */
final class RunFlow {

  private static final Logger log = Workflow.getLogger(RunFlow.class);

  private final RunActivities records =
      Workflow.newLocalActivityStub(RunActivities.class, ActivityPolicies.bookkeeping());
  private final Steps steps = new Steps(records);
  private final Orders orders;
  private final BooleanSupplier historyIsLong;
  private RunInput state;

  RunFlow(
      RunInput input,
      Doorbell doorbell,
      CancellationScope operator,
      BooleanSupplier historyIsLong) {
    this.state = input;
    this.orders = new Orders(input.run(), input.lastCommand(), doorbell, operator, records);
    this.historyIsLong = historyIsLong;
  }

  /** Goes on from where the input stands. */
  Leg go() {
    if (state.begun()) {
      // whoever rang the execution before this one is heard, whatever became of the signal
      orders.take();
      return loop();
    }
    RunBegin begin = records.begin(state.run());
    if (!begin.running()) {
      return new Leg.Ended(null);
    }
    state = state.beginning(begin.maxSteps());
    return loop();
  }

  private Leg loop() {
    while (true) {
      if (orders.stop()) {
        return finish(new Ending.Cancelled());
      }
      if (historyIsLong.getAsBoolean()) {
        return new Leg.Continue(state.afterCommand(orders.lastTaken()));
      }
      switch (think()) {
        case Turn.GoOn _ -> {}
        case Turn.End end -> {
          return finish(end.ending());
        }
        case Turn.Leave leave -> {
          return new Leg.Ended(leave.status());
        }
      }
    }
  }

  /** One THINK and what follows from it. */
  private Turn think() {
    if (state.outOfSteps()) {
      return outOfSteps();
    }
    StepRef step = nextStep();
    List<Func<StepOutcome<Decision>>> branch = List.of(() -> steps.think(step));
    StepOutcome<Decision> outcome = orders.supervise(branch).getFirst();
    if (orders.stop()) {
      // A cancelled activity is not tried again: what it came to instead of stopping, such as the
      // loss of its worker, is not why the run ends.
      return Turn.cancelled();
    }
    return switch (outcome) {
      case StepOutcome.Stopped<Decision> _ -> Turn.cancelled();
      case StepOutcome.Failed<Decision> failed -> new Turn.End(new Ending.Failed(failed.error()));
      case StepOutcome.Done<Decision> done -> follow(done.value());
    };
  }

  private Turn follow(Decision decision) {
    return switch (decision) {
      case Decision.Respond _ -> new Turn.End(new Ending.Answered(nextStep().number()));
      case Decision.Ended ended -> Turn.refused(ended.status());
      case Decision.Act act -> act(act.calls());
      case Decision.GiveUp stop -> new Turn.End(new Ending.Failed(stop.error()));
      case Decision.Exhausted _ -> outOfSteps();
      case Decision.Delegate _, Decision.ActAndDelegate _ ->
          throw new IllegalStateException("no agent has sub-agents yet");
    };
  }

  /** Runs the tool calls side by side. A failed call is told to the model and ends nothing. */
  private Turn act(List<PlannedCall> calls) {
    if (state.outOfSteps()) {
      return outOfSteps();
    }
    StepRef step = nextStep();
    List<Func<StepOutcome<ActResult>>> branches =
        calls.stream()
            .<Func<StepOutcome<ActResult>>>map(call -> () -> steps.act(step, call))
            .toList();
    return orders.supervise(branches).stream()
        .map(RunFlow::turnAfter)
        .filter(turn -> !(turn instanceof Turn.GoOn))
        .findFirst()
        .orElseGet(Turn.GoOn::new);
  }

  private static Turn turnAfter(StepOutcome<ActResult> outcome) {
    return switch (outcome) {
      case StepOutcome.Stopped<ActResult> _ -> Turn.cancelled();
      case StepOutcome.Failed<ActResult> failed -> new Turn.End(new Ending.Failed(failed.error()));
      case StepOutcome.Done<ActResult> done -> {
        RunStatus ended = done.value().ended();
        yield ended == null ? new Turn.GoOn() : Turn.refused(ended);
      }
    };
  }

  private StepRef nextStep() {
    StepRef step = StepRef.of(state.run(), state.nextStep());
    state = state.afterStep();
    return step;
  }

  private Leg finish(Ending ending) {
    RunStatus status = records.finish(state.run(), ending);
    Workflow.upsertTypedSearchAttributes(RunAttributes.RUN_STATUS.valueSet(status.wireName()));
    log.info("run {} ended: {}", state.run().runId(), status.wireName());
    return new Leg.Ended(status);
  }

  private Turn outOfSteps() {
    return new Turn.End(
        new Ending.Failed(
            new RunError(
                "run_step_limit",
                "The run took all " + state.maxSteps() + " steps it was allowed without an answer.",
                "Raise the agent's maxSteps, or ask for less at a time.")));
  }
}
