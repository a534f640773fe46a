package dev.perdure.workflows;

import dev.perdure.core.run.Command;
import dev.perdure.core.run.RecoveryOperation;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunStatus;
import java.util.Optional;

/** How a wait for a person ended. */
sealed interface Verdict {

  /** Why a call is not to be made after it, if it is not. */
  default Optional<StepOutcome<ActResult>> held() {
    return switch (this) {
      case Ordered _, Expired _, OutOfTime _, TriesAgain _ -> Optional.empty();
      case Refused refused ->
          Optional.of(new StepOutcome.Done<>(ActResult.refused(refused.status())));
      case Failed failed -> Optional.of(new StepOutcome.Failed<>(failed.error()));
      case Stopped _ -> Optional.of(new StepOutcome.Stopped<>());
    };
  }

  /** Whether a person ordered this by {@code recover}. */
  default boolean orders(RecoveryOperation operation) {
    return this instanceof Ordered ordered
        && operation.wireName().equals(ordered.command().choice());
  }

  /** A person decided. */
  record Ordered(Command command) implements Verdict {}

  /** Nobody decided in time. */
  record Expired() implements Verdict {}

  /** The run's budget of time is over, and it is to finish with what it knows. */
  record OutOfTime() implements Verdict {}

  /** The run tries again by itself. */
  record TriesAgain() implements Verdict {}

  /** The run takes no more work; it stands here. */
  record Refused(RunStatus status) implements Verdict {}

  /** The wait could not be recorded. */
  record Failed(RunError error) implements Verdict {}

  /** The wait was cancelled. */
  record Stopped() implements Verdict {}
}
