package dev.perdure.workflows;

import dev.perdure.core.run.BudgetKind;
import dev.perdure.core.run.RecoveryOperation;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.StepRef;
import java.util.Optional;

/** The rounds of one THINK: asked, waited for, asked again, until there is a decision. */
final class ThinkRounds {

  private final Thinking thinking;
  private final StepRef step;
  private final RetryPlan plan = new RetryPlan();
  private int recoveries;
  private int topUps;

  ThinkRounds(Thinking thinking, StepRef step) {
    this.thinking = thinking;
    this.step = step;
  }

  StepOutcome<Decision> go() {
    while (true) {
      StepOutcome<Decision> asked = thinking.ask(step, false);
      Optional<StepOutcome<Decision>> over =
          switch (asked) {
            case StepOutcome.Failed<Decision> failed -> afterFailure(failed);
            case StepOutcome.Done<Decision> done
                when done.value() instanceof Decision.Exhausted spent ->
                afterBudget(spent.what());
            case StepOutcome.Done<Decision> _, StepOutcome.Stopped<Decision> _ ->
                Optional.of(asked);
          };
      if (over.isPresent()) {
        return over.get();
      }
    }
  }

  private Optional<StepOutcome<Decision>> afterFailure(StepOutcome.Failed<Decision> failed) {
    if (!thinking.terms().waitsForRecovery()) {
      return Optional.of(failed);
    }
    recoveries++;
    return follow(
        thinking
            .waits()
            .on(
                Awaited.recovery(
                    step, recoveries, failed.error(), plan.afterFailure(failed.retryable()))),
        failed);
  }

  private Optional<StepOutcome<Decision>> afterBudget(BudgetKind what) {
    StepOutcome.Failed<Decision> spent = new StepOutcome.Failed<>(Awaited.spent(what));
    if (what == BudgetKind.DAILY_SPEND) {
      topUps++;
      return follow(thinking.waits().on(Awaited.anotherDay(step, topUps)), spent);
    }
    if (!thinking.terms().waitsForTopUp()) {
      return Optional.of(thinking.finishWithWhatIsKnown(step, spent));
    }
    topUps++;
    return follow(thinking.waits().on(Awaited.topUp(step, topUps, what)), spent);
  }

  /** How the THINK ends after a wait; empty when it is to be asked again. */
  private Optional<StepOutcome<Decision>> follow(
      Verdict verdict, StepOutcome.Failed<Decision> why) {
    return switch (verdict) {
      case Verdict.Ordered _ when verdict.orders(RecoveryOperation.CANCEL) -> {
        thinking.orders().cancel();
        yield Optional.of(new StepOutcome.Stopped<>());
      }
      case Verdict.Ordered _ when verdict.orders(RecoveryOperation.FINISH_WITH_WHAT_IS_KNOWN) ->
          Optional.of(thinking.finishWithWhatIsKnown(step, why));
      case Verdict.Ordered _ -> {
        plan.startOver();
        yield Optional.empty();
      }
      case Verdict.TriesAgain _ -> Optional.empty();
      case Verdict.Expired _, Verdict.OutOfTime _ ->
          Optional.of(thinking.finishWithWhatIsKnown(step, why));
      case Verdict.Refused refused ->
          Optional.of(new StepOutcome.Done<>(new Decision.Ended(refused.status())));
      case Verdict.Failed failed -> Optional.of(new StepOutcome.Failed<>(failed.error()));
      case Verdict.Stopped _ -> Optional.of(new StepOutcome.Stopped<>());
    };
  }
}
