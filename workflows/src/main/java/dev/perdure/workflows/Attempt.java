package dev.perdure.workflows;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Functions.Func;
import io.temporal.workflow.Workflow;
import java.util.ArrayDeque;
import java.util.Deque;

/** Calls something once and turns whatever comes of it into a value. */
final class Attempt {

  private Attempt() {}

  static <T> StepOutcome<T> at(Func<T> call) {
    try {
      return new StepOutcome.Done<>(call.apply());
    } catch (CanceledFailure e) {
      return new StepOutcome.Stopped<>();
    } catch (ActivityFailure e) {
      return FailureReader.read(e);
    }
  }

  /** Bookkeeping that has to reach the database, whether or not its branch is cancelled. */
  static <T> StepOutcome<T> recording(Func<T> bookkeeping) {
    Deque<StepOutcome<T>> result = new ArrayDeque<>();
    Workflow.newDetachedCancellationScope(() -> result.add(at(bookkeeping))).run();
    return result.remove();
  }

  /** Bookkeeping that begins something: not begun in a cancelled branch, never broken off. */
  static <T> StepOutcome<T> beginning(Func<T> bookkeeping) {
    return CancellationScope.current().isCancelRequested()
        ? new StepOutcome.Stopped<>()
        : recording(bookkeeping);
  }
}
