package dev.perdure.workflows;

import dev.perdure.core.run.Command;
import dev.perdure.core.run.RunRef;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Functions.Func;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;

/** What people told the run: commands announced by the doorbell, and an operator's cancel. */
final class Orders {

  private final RunRef run;
  private final Doorbell doorbell;
  private final CancellationScope operator;
  private final RunActivities records;
  private int lastTaken;
  private boolean cancelled;

  Orders(
      RunRef run,
      int lastTaken,
      Doorbell doorbell,
      CancellationScope operator,
      RunActivities records) {
    this.run = run;
    this.lastTaken = lastTaken;
    this.doorbell = doorbell;
    this.operator = operator;
    this.records = records;
  }

  /** The number of the last command taken. */
  int lastTaken() {
    return lastTaken;
  }

  /** Takes what was announced, and tells whether the run is to stop. */
  boolean stop() {
    while (doorbell.answer()) {
      take();
    }
    return cancelled || operator.isCancelRequested();
  }

  /** Reads the commands not taken yet. */
  void take() {
    for (Command command : records.takeCommands(run, lastTaken)) {
      lastTaken = Math.max(lastTaken, command.number());
      cancelled |= stops(command);
    }
  }

  private static boolean stops(Command command) {
    return command.kind() == Command.Kind.CANCEL;
  }

  /**
   * Runs branches side by side and waits for all, taking commands meanwhile. An order to stop
   * cancels what is running, and waits until it has ended.
   */
  <T> List<StepOutcome<T>> supervise(List<Func<StepOutcome<T>>> branches) {
    List<Promise<StepOutcome<T>>> running = new ArrayList<>();
    CancellationScope scope =
        Workflow.newCancellationScope(
            () -> branches.forEach(branch -> running.add(Async.function(branch))));
    scope.run();
    Promise<Void> all = Promise.allOf(running);
    while (!all.isCompleted()) {
      Workflow.await(() -> all.isCompleted() || news(scope));
      if (!all.isCompleted() && stop() && !scope.isCancelRequested()) {
        scope.cancel("the run is to stop");
      }
    }
    return running.stream().map(Promise::get).toList();
  }

  private boolean news(CancellationScope scope) {
    return doorbell.rung() || (operator.isCancelRequested() && !scope.isCancelRequested());
  }
}
