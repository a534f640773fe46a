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
import java.util.Optional;
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
    Optional<Ending> ending = Optional.empty();
    while (ending.isEmpty()) {
      if (orders.stop()) {
        ending = Optional.of(new Ending.Cancelled());
      } else if (historyIsLong.getAsBoolean()) {
        return new Leg.Continue(state.afterCommand(orders.lastTaken()));
      } else {
        ending = think();
      }
    }
    return new Leg.Ended(finish(ending.get()));
  }

  /** One THINK and what follows from it; an ending when the run is not to go on. */
  private Optional<Ending> think() {
    if (state.outOfSteps()) {
      return Optional.of(outOfSteps());
    }
    StepRef step = nextStep();
    List<Func<StepOutcome<Decision>>> branch = List.of(() -> steps.think(step));
    StepOutcome<Decision> outcome = orders.supervise(branch).getFirst();
    return switch (outcome) {
      case StepOutcome.Stopped<Decision> _ -> Optional.of(new Ending.Cancelled());
      case StepOutcome.Failed<Decision> failed -> Optional.of(endingOf(failed));
      case StepOutcome.Done<Decision> done -> follow(done.value());
    };
  }

  /**
   * A cancelled activity is not tried again: what it failed of then, such as a worker that died
   * before it could stop, is not why the run ends.
   */
  private Ending endingOf(StepOutcome.Failed<Decision> failed) {
    return orders.stop() ? new Ending.Cancelled() : new Ending.Failed(failed.error());
  }

  private Optional<Ending> follow(Decision decision) {
    if (orders.stop()) {
      return Optional.of(new Ending.Cancelled());
    }
    return switch (decision) {
      case Decision.Respond _ -> Optional.of(new Ending.Answered(nextStep().number()));
      // the claim was refused because the run is over or being cancelled: whichever it is stands
      case Decision.Ended _ -> Optional.of(new Ending.Cancelled());
      case Decision.Act act -> act(act.calls());
    };
  }

  /** Runs the tool calls side by side. A failed call is told to the model and ends nothing. */
  private Optional<Ending> act(List<PlannedCall> calls) {
    if (state.outOfSteps()) {
      return Optional.of(outOfSteps());
    }
    StepRef step = nextStep();
    List<Func<StepOutcome<ActResult>>> branches =
        calls.stream()
            .<Func<StepOutcome<ActResult>>>map(call -> () -> steps.act(step, call))
            .toList();
    return orders.supervise(branches).stream()
        .flatMap(outcome -> endingOf(outcome).stream())
        .findFirst();
  }

  private static Optional<Ending> endingOf(StepOutcome<ActResult> outcome) {
    return switch (outcome) {
      case StepOutcome.Stopped<ActResult> _ -> Optional.of(new Ending.Cancelled());
      case StepOutcome.Failed<ActResult> failed -> Optional.of(new Ending.Failed(failed.error()));
      case StepOutcome.Done<ActResult> done ->
          done.value().runEnded() ? Optional.of(new Ending.Cancelled()) : Optional.empty();
    };
  }

  private StepRef nextStep() {
    StepRef step = StepRef.of(state.run(), state.nextStep());
    state = state.afterStep();
    return step;
  }

  private RunStatus finish(Ending ending) {
    RunStatus status = records.finish(state.run(), ending);
    Workflow.upsertTypedSearchAttributes(RunAttributes.RUN_STATUS.valueSet(status.wireName()));
    log.info("run {} ended: {}", state.run().runId(), status.wireName());
    return status;
  }

  private Ending outOfSteps() {
    return new Ending.Failed(
        new RunError(
            "run_step_limit",
            "The run took all " + state.maxSteps() + " steps it was allowed without an answer.",
            "Raise the agent's maxSteps, or ask for less at a time."));
  }
}
