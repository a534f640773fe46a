package dev.perdure.workflows;

import dev.perdure.core.run.BudgetKind;
import dev.perdure.core.run.InterruptRequest;
import dev.perdure.core.run.RecoveryOperation;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.run.WaitTerms;
import dev.perdure.core.step.PlannedCall;
import dev.perdure.core.step.StepRef;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person is waited for.
 *
 * @param words for an operator who looks at the workflow
 * @param bounded whether the wait ends with the run's budget of time, when the run is to finish
 *     then
 */
record Awaited(InterruptRequest request, String words, boolean bounded) {

  /** What a person has to do before a call is made. */
  static Awaited gate(StepRef ref, PlannedCall call, PlannedCall.Gate gate) {
    WaitTerms terms = call.terms() == null ? WaitTerms.FOREVER : call.terms();
    boolean question = gate == PlannedCall.Gate.ANSWER;
    return new Awaited(
        new InterruptRequest(
            ref,
            1,
            question ? WaitReason.INPUT : WaitReason.APPROVAL,
            null,
            List.of(),
            terms,
            null),
        (question ? "Waits for an answer to " : "Waits for approval of ") + at(call.tool(), ref),
        true);
  }

  /** What became of a call that must happen once. */
  static Awaited unknownEffect(StepRef ref, PlannedCall call, int occurrence) {
    RunError error =
        new RunError(
            "effect_unknown",
            "Nobody knows whether the call of " + call.tool() + " took effect.",
            "Find out whether it did. Then say what it came to, let it be done again, or skip it.");
    return new Awaited(
        recovery(
            ref,
            occurrence,
            error,
            null,
            RecoveryOperation.RETRY,
            RecoveryOperation.PROVIDE_RESULT,
            RecoveryOperation.SKIP_STEP,
            RecoveryOperation.CANCEL),
        "Waits for a person to say whether " + at(call.tool(), ref) + " took effect",
        false);
  }

  /** How to go on when no model can be reached. */
  static Awaited recovery(
      StepRef step, int occurrence, RunError error, @Nullable Duration triesAgainIn) {
    return new Awaited(
        recovery(
            step,
            occurrence,
            error,
            triesAgainIn,
            RecoveryOperation.RETRY,
            RecoveryOperation.SWITCH_MODEL,
            RecoveryOperation.PROVIDE_RESULT,
            RecoveryOperation.FINISH_WITH_WHAT_IS_KNOWN,
            RecoveryOperation.CANCEL),
        "Can't go on at step " + step.number() + ": " + error.message(),
        true);
  }

  /** More of a budget. */
  static Awaited topUp(StepRef step, int occurrence, BudgetKind what) {
    RunError error = spent(what);
    return new Awaited(
        new InterruptRequest(
            step,
            occurrence,
            WaitReason.BUDGET,
            error,
            List.of(
                RecoveryOperation.TOP_UP,
                RecoveryOperation.FINISH_WITH_WHAT_IS_KNOWN,
                RecoveryOperation.CANCEL),
            WaitTerms.FOREVER,
            null),
        error.message(),
        false);
  }

  /** A new day, or a higher quota; looked for by the run itself. */
  static Awaited anotherDay(StepRef step, int occurrence) {
    RunError error = spent(BudgetKind.DAILY_SPEND);
    return new Awaited(
        new InterruptRequest(
            step,
            occurrence,
            WaitReason.BUDGET,
            error,
            List.of(
                RecoveryOperation.RETRY,
                RecoveryOperation.FINISH_WITH_WHAT_IS_KNOWN,
                RecoveryOperation.CANCEL),
            WaitTerms.FOREVER,
            untilLookedForAgain(WallTime.now())),
        error.message(),
        true);
  }

  /** When the day (UTC) is over, but each hour anyway: the quota may have been raised. */
  static Duration untilLookedForAgain(Instant now) {
    Instant midnight = now.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
    Duration left = Duration.between(now, midnight).plusSeconds(5);
    return left.compareTo(Duration.ofHours(1)) < 0 ? left : Duration.ofHours(1);
  }

  /** Why a run whose budget is spent stops. */
  static RunError spent(BudgetKind what) {
    if (what == BudgetKind.DAILY_SPEND) {
      return new RunError(
          "budget_daily_spend",
          "The organization has spent what it may in a day.",
          "It goes on by itself when the day (UTC) is over, or when the quota is raised.");
    }
    String name =
        switch (what) {
          case STEPS -> "steps";
          case TOKENS -> "tokens";
          case COST -> "money";
          case WALL_TIME -> "time";
          case DAILY_SPEND -> "the day";
        };
    return new RunError(
        "budget_" + what.wireName(),
        "What is left of the run's budget of " + name + " is not enough for its next step.",
        "Top it up, or let the run finish with what it knows.");
  }

  private static InterruptRequest recovery(
      StepRef step,
      int occurrence,
      RunError error,
      @Nullable Duration triesAgainIn,
      RecoveryOperation... operations) {
    return new InterruptRequest(
        step,
        occurrence,
        WaitReason.RECOVERY,
        error,
        List.of(operations),
        WaitTerms.FOREVER,
        triesAgainIn);
  }

  private static String at(String tool, StepRef ref) {
    return tool + " (step " + ref.number() + "." + ref.call() + ")";
  }
}
