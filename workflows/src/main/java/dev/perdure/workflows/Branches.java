package dev.perdure.workflows;

import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Functions.Func;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;

/** Runs branches side by side. None of them throws: what came of each is a value. */
final class Branches {

  private final Orders orders;

  Branches(Orders orders) {
    this.orders = orders;
  }

  /**
   * Waits for all branches, taking commands meanwhile. An order to stop cancels what is running,
   * and waits until it has ended.
   */
  <T> List<StepOutcome<T>> run(List<Func<StepOutcome<T>>> branches) {
    List<Promise<StepOutcome<T>>> running = new ArrayList<>();
    CancellationScope scope =
        Workflow.newCancellationScope(
            () -> branches.forEach(branch -> running.add(Async.function(branch))));
    scope.run();
    Promise<Void> all = Promise.allOf(running);
    while (!all.isCompleted()) {
      Workflow.await(() -> all.isCompleted() || orders.news(scope.isCancelRequested()));
      if (!all.isCompleted() && orders.stop() && !scope.isCancelRequested()) {
        scope.cancel("the run is to stop");
      }
    }
    return running.stream().map(Promise::get).toList();
  }
}
