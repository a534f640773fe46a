package dev.perdure.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.run.CancelMode;
import dev.perdure.core.run.Command;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.StepRef;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A cancel that also undoes what the run did. */
class RunRollbackTest extends FlowTest {

  private void rollBack() {
    script.command(script.root, Command.Kind.CANCEL, null, CancelMode.ROLLBACK.wireName());
    flow.ring();
  }

  private void didEffects() {
    script.undo.effects =
        List.of(
            new StepRef(flow.run, 6, 1), new StepRef(flow.run, 4, 2), new StepRef(flow.run, 4, 1));
  }

  private void actsUntilStopped(CountDownLatch acting) {
    script.onThink = Script.actingUntil(100, 1);
    script.onAct =
        call -> {
          acting.countDown();
          throw Script.untilCancelled();
        };
  }

  @Test
  void undoesNewestFirstAfterEverythingStopped() {
    CountDownLatch acting = new CountDownLatch(1);
    didEffects();
    actsUntilStopped(acting);
    flow.start();
    await(acting);
    rollBack();
    assertThat(result()).isEqualTo(RunStatus.CANCELLED);
    assertThat(script.deeds())
        .endsWith(
            "stopped act 2.1",
            "effects to undo",
            "undo 6.1",
            "undo 4.2",
            "undo 4.1",
            "finish cancelled");
  }

  @Test
  void triesAgainAndRecordsWhatCannotBeUndone() {
    CountDownLatch acting = new CountDownLatch(1);
    AtomicInteger tries = new AtomicInteger();
    didEffects();
    actsUntilStopped(acting);
    script.undo.onUndo =
        effect -> {
          if (effect.number() == 6 && tries.incrementAndGet() < 3) {
            throw ApplicationFailure.newFailure("Not now.", "tool_unavailable");
          }
          if (effect.call() == 2) {
            throw ApplicationFailure.newNonRetryableFailure("It is sealed.", "tool_refused");
          }
        };
    flow.start();
    await(acting);
    rollBack();
    assertThat(result()).isEqualTo(RunStatus.CANCELLED);
    assertThat(script.deeds())
        .endsWith(
            "undo 6.1",
            "undo 6.1",
            "undo 6.1",
            "undo 4.2",
            "give up undoing 4.2 tool_refused",
            "undo 4.1",
            "finish cancelled");
  }

  @Test
  void keepsWhatIsDoneOtherwise() {
    CountDownLatch acting = new CountDownLatch(1);
    didEffects();
    actsUntilStopped(acting);
    flow.start();
    await(acting);
    script.command(script.root, Command.Kind.CANCEL, null, CancelMode.INTERRUPT.wireName());
    flow.ring();
    assertThat(result()).isEqualTo(RunStatus.CANCELLED);
    assertThat(script.deeds()).doesNotContain("effects to undo");
  }

  /** The step finds the row cancelled before the bell is heard. */
  @Test
  void undoesWhenAStepHearsOfItFirst() {
    didEffects();
    script.onThink =
        step -> {
          script.command(script.root, Command.Kind.CANCEL, null, CancelMode.ROLLBACK.wireName());
          return new Decision.Ended(RunStatus.CANCELLING);
        };
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.CANCELLED);
    assertThat(script.deeds()).endsWith("undo 4.1", "finish cancelled");
  }

  /** The cancel was committed between the last step and the end. */
  @Test
  void undoesWhenItComesWhileTheRunEnds() {
    didEffects();
    script.insteadOfFinish =
        ending -> {
          if (ending instanceof Ending.Answered) {
            script.command(script.root, Command.Kind.CANCEL, null, CancelMode.ROLLBACK.wireName());
            return Optional.of(RunStatus.CANCELLING);
          }
          return Optional.empty();
        };
    assertThat(flow.runToEnd()).isEqualTo(RunStatus.CANCELLED);
    assertThat(script.deeds())
        .containsSubsequence(
            "not finished cancelling", "effects to undo", "undo 4.1", "finish cancelled");
  }

  @Test
  void aRollbackOrderedWhileItIsBeingCancelledCounts() {
    CountDownLatch acting = new CountDownLatch(1);
    didEffects();
    actsUntilStopped(acting);
    flow.start();
    await(acting);
    script.command(script.root, Command.Kind.CANCEL, null, CancelMode.INTERRUPT.wireName());
    rollBack();
    assertThat(result()).isEqualTo(RunStatus.CANCELLED);
    assertThat(script.deeds()).contains("undo 4.1");
  }
}
