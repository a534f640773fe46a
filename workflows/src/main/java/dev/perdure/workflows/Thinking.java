package dev.perdure.workflows;

import dev.perdure.core.step.Decision;
import dev.perdure.core.step.StepRef;

/** THINK steps, whatever it takes: models to fall back to, people, time, or what is known. */
final class Thinking {

  private final Steps steps;
  private final Waits waits;
  private final Orders orders;
  private final AnswerActivities answers;
  private final RunTerms terms;

  Thinking(Steps steps, Waits waits, Orders orders, AnswerActivities answers, RunTerms terms) {
    this.steps = steps;
    this.waits = waits;
    this.orders = orders;
    this.answers = answers;
    this.terms = terms;
  }

  /** Runs in a branch of its own, until there is a decision or the run can't go on. */
  StepOutcome<Decision> think(StepRef step) {
    return new ThinkRounds(this, step).go();
  }

  Waits waits() {
    return waits;
  }

  Orders orders() {
    return orders;
  }

  RunTerms terms() {
    return terms;
  }

  /** Asks one model after the other. What is not the model's fault is not mended by another one. */
  StepOutcome<Decision> ask(StepRef step, boolean last) {
    StepOutcome<Decision> outcome = steps.think(step, new ThinkOrder(0, last));
    boolean mayHeal = mayHeal(outcome);
    for (int model = 1;
        model <= terms.fallbackModels()
            && outcome instanceof StepOutcome.Failed<Decision> failed
            && !failed.interrupted();
        model++) {
      outcome = steps.think(step, new ThinkOrder(model, last, failed.error()));
      mayHeal |= mayHeal(outcome);
    }
    return outcome instanceof StepOutcome.Failed<Decision> failed
        ? new StepOutcome.Failed<>(failed.error(), failed.interrupted(), mayHeal)
        : outcome;
  }

  /** The last call, without tools; when that fails too, what was said so far has to do. */
  StepOutcome<Decision> finishWithWhatIsKnown(StepRef step, StepOutcome.Failed<Decision> why) {
    return switch (ask(step, true)) {
      case StepOutcome.Stopped<Decision> stopped -> stopped;
      case StepOutcome.Done<Decision> done when endsTheRun(done.value()) -> done;
      case StepOutcome.Done<Decision> done when !(done.value() instanceof Decision.Exhausted) ->
          new StepOutcome.Done<>(new Decision.Respond());
      case StepOutcome.Done<Decision> _, StepOutcome.Failed<Decision> _ -> asItStands(step, why);
    };
  }

  private StepOutcome<Decision> asItStands(StepRef step, StepOutcome.Failed<Decision> why) {
    return switch (Attempt.beginning(() -> answers.hasAnswer(step.run()))) {
      case StepOutcome.Done<Boolean> known when known.value() ->
          new StepOutcome.Done<>(new Decision.Respond());
      case StepOutcome.Done<Boolean> _, StepOutcome.Failed<Boolean> _ -> why;
      case StepOutcome.Stopped<Boolean> _ -> new StepOutcome.Stopped<>();
    };
  }

  private static boolean endsTheRun(Decision decision) {
    return decision instanceof Decision.Ended || decision instanceof Decision.GiveUp;
  }

  private static boolean mayHeal(StepOutcome<Decision> outcome) {
    return outcome instanceof StepOutcome.Failed<Decision> failed && failed.retryable();
  }
}
