package dev.perdure.store;

import static dev.perdure.store.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.port.Begun;
import dev.perdure.core.port.CommandAccepted;
import dev.perdure.core.run.CancelMode;
import dev.perdure.core.run.Command;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.InterruptRequest;
import dev.perdure.core.run.RecoveryOperation;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunCommand;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.run.WaitTerms;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Runs whose workflow is gone, and that get another. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostRunTest {

  private static final RunError GONE = new RunError("workflow_ended", "It was ended.", null);
  private static final RunError AWAY = new RunError("model_unavailable", "It is away.", null);
  private static final RunCommand RETRY =
      new RunCommand.Recover(null, RecoveryOperation.RETRY, null, null, null);

  private final StoreFixture fixture = new StoreFixture(LostRunTest.class);
  private final Store store = fixture.store();
  private Caller caller;
  private Run run;

  @BeforeEach
  void aRunInTheMiddleOfItsCalls() {
    caller = fixture.caller();
    run = fixture.running(caller);
    store.steps().commitThought(fixture.claim(run, 1), fixture.calls("", 2));
    fixture.claimCall(run, 2, 1);
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  private InterruptRequest approval() {
    StepRef call = StepRef.of(run.ref(), 2).withCall(2);
    return new InterruptRequest(
        call, 1, WaitReason.APPROVAL, null, List.of(), WaitTerms.FOREVER, null);
  }

  private UUID open(InterruptRequest request) {
    return Objects.requireNonNull(store.interrupts().open(request).interruptId());
  }

  @Test
  void isStartedAnewAndGoesOnWhereItStands() {
    store.recovery().awaitRecovery(run.ref(), GONE);
    assertThat(store.runs().begin(run.ref())).isEqualTo(new Begun.NothingToDo());
    CommandAccepted accepted = fixture.tell(caller, run.id(), RETRY);
    assertThat(accepted.start()).containsExactly(run.ref());
    assertThat(accepted.run().status()).isEqualTo(RunStatus.STARTING);
    assertThat(accepted.run().startedAt()).isEqualTo(run.startedAt());
    assertThat(accepted.run().error()).isNull();
    assertThat(fixture.tell(caller, run.id(), RETRY).replayed()).isTrue();
    Begun.Running begun = (Begun.Running) store.runs().begin(run.ref());
    assertThat(begun.firstStep()).isEqualTo(1);
    assertThat(begun.lastCommand()).isEqualTo(1);
    assertThat(begun.events()).isEmpty();
    assertThat(store.sessions().transcript(caller.orgId(), run.threadId(), 0)).hasSize(2);
    assertThat(store.steps().claim(StepRef.of(run.ref(), 1), StepKind.THINK))
        .isInstanceOf(Claim.Finished.class);
    assertThat(fixture.claimCall(run, 2, 1).fence()).isEqualTo(3);
    assertThat(fixture.get(run).status()).isEqualTo(RunStatus.RUNNING);
  }

  @Test
  void stillWaitsForWhatNobodySettled() {
    UUID approval = open(approval());
    store.recovery().awaitRecovery(run.ref(), GONE);
    assertThat(fixture.get(run).waitingFor()).isEqualTo(WaitReason.RECOVERY);
    fixture.tell(caller, run.id(), RETRY);
    assertThat(fixture.begun(run).waitingFor()).isEqualTo(WaitReason.APPROVAL);
    assertThat(open(approval())).isEqualTo(approval);
  }

  @Test
  void hearsOfAVerdictThatCameWhileItHadNoWorkflow() {
    UUID approval = open(approval());
    store.recovery().awaitRecovery(run.ref(), GONE);
    CommandAccepted approved =
        fixture.tell(caller, run.id(), new RunCommand.Approve(approval, null));
    assertThat(approved.ring()).isEmpty();
    fixture.tell(caller, run.id(), RETRY);
    fixture.begun(run);
    assertThat(store.interrupts().open(approval()).settled())
        .isEqualTo(new Command(1, Command.Kind.APPROVE, approval, null));
  }

  @Test
  void triesAgainWhatHadStoppedAThink() {
    Run fresh = fixture.running(caller);
    InterruptRequest request =
        new InterruptRequest(
            StepRef.of(fresh.ref(), 1),
            1,
            WaitReason.RECOVERY,
            AWAY,
            List.of(RecoveryOperation.RETRY),
            WaitTerms.FOREVER,
            Duration.ofSeconds(30));
    UUID id = open(request);
    store.recovery().awaitRecovery(fresh.ref(), GONE);
    UUID lost =
        store
            .interrupts()
            .list(
                caller.orgId(),
                new dev.perdure.core.port.InterruptStore.InterruptFilter(
                    null, fresh.id(), null, null),
                StoreFixture.ALL)
            .items()
            .getLast()
            .id();
    assertRefused("interrupt_required", () -> fixture.tell(caller, fresh.id(), RETRY));
    fixture.tell(
        caller,
        fresh.id(),
        new RunCommand.Recover(lost, RecoveryOperation.RETRY, null, null, null));
    assertThat(fixture.begun(fresh).status()).isEqualTo(RunStatus.RUNNING);
    assertThat(store.interrupts().open(request).settled())
        .isEqualTo(new Command(0, Command.Kind.RECOVER, id, "retry"));
  }

  @Test
  void getsAWorkflowToUndoWhatItDid() {
    store.recovery().awaitRecovery(run.ref(), GONE);
    CommandAccepted accepted =
        fixture.tell(caller, run.id(), new RunCommand.Cancel(CancelMode.ROLLBACK));
    assertThat(accepted.start()).containsExactly(run.ref());
    Begun.Running begun = (Begun.Running) store.runs().begin(run.ref());
    assertThat(fixture.get(run).status()).isEqualTo(RunStatus.CANCELLING);
    assertThat(store.commands().take(run.ref(), begun.lastCommand()))
        .containsExactly(new Command(1, Command.Kind.CANCEL, null, "rollback"));
  }

  @Test
  void getsAnotherWorkflowWhenItIsLostWhileItIsUndone() {
    assertThat(store.recovery().undoAgain(run.ref())).isFalse();
    fixture.tell(caller, run.id(), new RunCommand.Cancel(CancelMode.ROLLBACK));
    Command cancel = new Command(1, Command.Kind.CANCEL, null, "rollback");
    assertThat(store.commands().take(run.ref(), 0)).containsExactly(cancel);
    for (int loss = 1; loss <= 2; loss++) {
      assertThat(store.recovery().undoAgain(run.ref())).isTrue();
      assertThat(store.recovery().startingFor(Duration.ZERO, 1000)).contains(run.ref());
      Begun.Running begun = (Begun.Running) store.runs().begin(run.ref());
      assertThat(begun.told()).isTrue();
      assertThat(fixture.get(run).status()).isEqualTo(RunStatus.CANCELLING);
      assertThat(store.commands().take(run.ref(), begun.lastCommand())).containsExactly(cancel);
    }
    store.runs().finish(run.ref(), new Ending.Cancelled());
    assertThat(store.recovery().undoAgain(run.ref())).isFalse();
    assertThat(fixture.get(run).status()).isEqualTo(RunStatus.CANCELLED);
  }

  @Test
  void isStillPausedWhenItGetsAnotherWorkflow() {
    UUID approval = open(approval());
    fixture.tell(caller, run.id(), new RunCommand.Pause());
    fixture.tell(caller, run.id(), new RunCommand.Approve(approval, null));
    store.commands().take(run.ref(), 0);
    store.recovery().awaitRecovery(run.ref(), GONE);
    fixture.tell(caller, run.id(), RETRY);
    Begun.Running begun = (Begun.Running) store.runs().begin(run.ref());
    assertThat(fixture.get(run).status()).isEqualTo(RunStatus.PAUSED);
    assertThat(begun.told()).isTrue();
    assertThat(store.commands().take(run.ref(), begun.lastCommand()))
        .extracting(Command::kind)
        .containsExactly(Command.Kind.PAUSE, Command.Kind.APPROVE, Command.Kind.RECOVER);
    fixture.tell(caller, run.id(), new RunCommand.Resume());
    store.commands().take(run.ref(), 0);
    store.recovery().awaitRecovery(run.ref(), GONE);
    fixture.tell(caller, run.id(), RETRY);
    assertThat(fixture.begun(run).status()).isEqualTo(RunStatus.RUNNING);
  }

  @Test
  void isNotHandedOutAsLongAsItIsLost() {
    store.recovery().awaitRecovery(run.ref(), GONE);
    fixture.tell(caller, run.id(), new RunCommand.Steer(List.of(new ContentPart.Text("wait"))));
    assertThat(store.recovery().takeUnchecked(Duration.ZERO, 1000))
        .noneMatch(suspect -> suspect.run().equals(run.ref()));
    assertThat(store.recovery().commandsUntakenFor(Duration.ZERO, 1000)).doesNotContain(run.ref());
    assertRefused("workflow_lost", () -> fixture.tell(caller, run.id(), new RunCommand.Pause()));
    fixture.tell(caller, run.id(), RETRY);
    assertThat(store.recovery().startingFor(Duration.ZERO, 1000)).contains(run.ref());
  }
}
