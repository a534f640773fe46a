package dev.perdure.workflows;

import dev.perdure.core.run.Ending;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.PlannedCall;
import dev.perdure.core.step.StepRef;
import io.temporal.workflow.Functions.Func;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The order of a run's steps: THINK, then ACT and DELEGATE side by side and THINK again, until it
 * responds or is ended.
 */
final class RunFlow {

  private final BooleanSupplier historyIsLong;
  private final RunParts parts;
  private RunInput state;

  /**
   * @param begun a run that has begun
   */
  RunFlow(RunInput begun, RunParts parts, BooleanSupplier historyIsLong) {
    this.state = begun;
    this.parts = parts;
    this.historyIsLong = historyIsLong;
  }

  /** Goes on from where the input stands. */
  Leg go() {
    Optional<Leg> over = Optional.empty();
    while (over.isEmpty()) {
      if (parts.orders().stopAfterPause()) {
        return stop();
      }
      if (historyIsLong.getAsBoolean()) {
        return new Leg.Continue(carried());
      }
      over = follow(think());
    }
    return over.get();
  }

  private RunInput carried() {
    return state.carrying(parts.orders().lastTaken(), parts.wallTime().ends(), parts.pause().on());
  }

  private Optional<Leg> follow(Turn turn) {
    return switch (turn) {
      case Turn.GoOn _ -> Optional.empty();
      case Turn.End end -> end(end.ending());
      case Turn.Stop _ -> Optional.of(stop());
      case Turn.Leave leave -> Optional.of(new Leg.Ended(leave.status()));
    };
  }

  /** A paused run does not end either. */
  private Optional<Leg> end(Ending ending) {
    return parts.pause().on() && parts.orders().stopAfterPause()
        ? Optional.of(stop())
        : parts.endings().finish(ending);
  }

  /** A run of an older release knew no orders beside what it had taken. */
  private Leg stop() {
    return parts.endings().stopped(state.terms() == null);
  }

  /** One THINK and what follows from it. */
  private Turn think() {
    if (state.outOfSteps()) {
      return outOfSteps();
    }
    StepRef step = nextStep();
    List<Func<StepOutcome<Decision>>> branch = List.of(() -> parts.thinking().think(step));
    StepOutcome<Decision> outcome = parts.branches().run(branch).getFirst();
    if (parts.orders().stop()) {
      // whatever came of the THINK, even a failure or the loss of its worker, is not why it ends
      return new Turn.Stop();
    }
    return switch (outcome) {
      case StepOutcome.Stopped<Decision> _ -> new Turn.Stop();
      case StepOutcome.Failed<Decision> failed -> new Turn.End(new Ending.Failed(failed.error()));
      case StepOutcome.Done<Decision> done -> follow(done.value());
    };
  }

  private Turn follow(Decision decision) {
    return switch (decision) {
      case Decision.Respond _ -> new Turn.End(new Ending.Answered(state.nextStep()));
      case Decision.Ended ended -> Turn.refused(ended.status());
      case Decision.Act act -> work(act.calls(), List.of());
      case Decision.Delegate delegate -> work(List.of(), delegate.calls());
      case Decision.ActAndDelegate both -> work(both.calls(), both.delegations());
      case Decision.GiveUp stop -> new Turn.End(new Ending.Failed(stop.error()));
      case Decision.Exhausted spent -> new Turn.End(new Ending.Failed(Awaited.spent(spent.what())));
    };
  }

  /** Runs calls and sub-agents side by side. A failed one is told to the model and ends nothing. */
  private Turn work(List<PlannedCall> calls, List<PlannedCall> delegations) {
    if (state.outOfSteps()) {
      return outOfSteps();
    }
    List<Func<StepOutcome<ActResult>>> branches = new ArrayList<>();
    if (!calls.isEmpty()) {
      StepRef act = nextStep();
      calls.forEach(call -> branches.add(() -> parts.acting().act(act, call)));
    }
    if (!delegations.isEmpty()) {
      StepRef delegate = nextStep();
      delegations.forEach(call -> branches.add(() -> parts.delegations().delegate(delegate, call)));
    }
    return parts.branches().run(branches).stream()
        .map(RunFlow::turnAfter)
        .filter(turn -> !(turn instanceof Turn.GoOn))
        .findFirst()
        .orElseGet(Turn.GoOn::new);
  }

  private static Turn turnAfter(StepOutcome<ActResult> outcome) {
    return switch (outcome) {
      case StepOutcome.Stopped<ActResult> _ -> new Turn.Stop();
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

  private Turn outOfSteps() {
    return new Turn.End(
        new Ending.Failed(
            new RunError(
                "run_step_limit",
                "The run took all " + state.maxSteps() + " steps it was allowed without an answer.",
                "Raise the agent's maxSteps, or ask for less at a time.")));
  }
}
