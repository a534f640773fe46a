package dev.perdure.workflows;

import dev.perdure.core.run.CancelMode;
import dev.perdure.core.run.Command;
import dev.perdure.core.run.RunRef;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;

/** What people told the run: commands announced by the doorbell, and an operator's cancel. */
final class Orders {

  private final RunRef run;
  private final Doorbell doorbell;
  private final CancellationScope operator;
  private final RunActivities records;
  private final Pause pause;
  private final WallTime wallTime;
  private final Verdicts verdicts = new Verdicts();
  private int lastTaken;
  private boolean cancelled;
  private boolean rollback;
  private boolean expired;

  Orders(
      RunInput state,
      Doorbell doorbell,
      CancellationScope operator,
      RunActivities records,
      Pause pause,
      WallTime wallTime) {
    this.run = state.run();
    this.lastTaken = state.lastCommand();
    this.doorbell = doorbell;
    this.operator = operator;
    this.records = records;
    this.pause = pause;
    this.wallTime = wallTime;
  }

  /** The number of the last command taken. */
  int lastTaken() {
    return lastTaken;
  }

  /** What was decided about interrupts. */
  Verdicts verdicts() {
    return verdicts;
  }

  /** Takes what was announced, and tells whether the run is to stop. */
  boolean stop() {
    while (doorbell.answer()) {
      take();
    }
    return stopped();
  }

  /** Whether the run is to stop, by what was taken so far. */
  boolean stopped() {
    return cancelled || expired || operator.isCancelRequested();
  }

  /** Sits out a pause, if there is one, and tells whether the run is to stop. */
  boolean stopAfterPause() {
    while (!stop() && pause.on()) {
      Workflow.await(() -> doorbell.rung() || stopped());
    }
    return stopped();
  }

  /** Whether there is something to hear that {@link #stop} has not answered for yet. */
  boolean news(boolean stopping) {
    return doorbell.rung() || (stopped() && !stopping);
  }

  /** Reads the commands not taken yet. */
  void take() {
    for (Command command : records.takeCommands(run, lastTaken)) {
      lastTaken = Math.max(lastTaken, command.number());
      heed(command);
    }
  }

  private void heed(Command command) {
    verdicts.add(command);
    switch (command.kind()) {
      case CANCEL -> {
        cancelled = true;
        rollback |= CancelMode.ROLLBACK.wireName().equals(command.choice());
      }
      case PAUSE -> pause.begin();
      case RESUME -> pause.end();
      case TOP_UP -> wallTime.endsAfter(command.timeLeft());
      case APPROVE, DENY, ANSWER, RECOVER, STEER -> {
        // verdicts are read by who waits for them, a steer by the next THINK
      }
    }
  }

  /** Whether a person cancelled the run. */
  boolean cancelled() {
    return cancelled;
  }

  /** Whether what it did is to be undone. */
  boolean rollback() {
    return rollback;
  }

  /** The run is to end as cancelled. */
  void cancel() {
    cancelled = true;
  }

  /** Whether the run is to end since a person was waited for long enough. */
  boolean expired() {
    return expired;
  }

  /** The run is to end as expired. */
  void expire() {
    expired = true;
  }
}
