package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.agent.Budget;
import dev.perdure.core.agent.SubAgent;
import dev.perdure.core.port.Begun;
import dev.perdure.core.port.Finished;
import dev.perdure.core.port.InterruptStore.Opened;
import dev.perdure.core.run.BudgetKind;
import dev.perdure.core.run.CancelMode;
import dev.perdure.core.run.Command;
import dev.perdure.core.run.DeadlinePolicy;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.Interrupt;
import dev.perdure.core.run.InterruptRequest;
import dev.perdure.core.run.RecoveryOperation;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunCommand;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.run.TopUp;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.run.WaitTerms;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
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

/** Orders, ends and losses that cross each other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrossedOrdersTest {

  private static final RunError AWAY = new RunError("model_away", "It is away.", null);
  private static final RunError GONE = new RunError("workflow_ended", "It is gone.", null);
  private static final TopUp TOKENS = new TopUp(null, 5_000L, null, null);

  private final StoreFixture fixture = new StoreFixture(CrossedOrdersTest.class);
  private final Store store = fixture.store();
  private Caller caller;

  @BeforeEach
  void freshOrganization() {
    caller = fixture.caller();
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  private Run limited(long tokens) {
    var config = StoreFixture.config(40, Budget.of(tokens, null, null, null), List.of());
    return fixture.begun(fixture.start(caller, fixture.agent(caller, config).id(), null, "hello"));
  }

  private static InterruptRequest budget(Run run, int occurrence) {
    return new InterruptRequest(
        StepRef.of(run.ref(), 1),
        occurrence,
        WaitReason.BUDGET,
        new RunError("budget_tokens", "Spent.", null),
        List.of(RecoveryOperation.TOP_UP, RecoveryOperation.CANCEL),
        WaitTerms.FOREVER,
        null);
  }

  private Claim think(Run run) {
    return store.steps().claim(StepRef.of(run.ref(), 1), StepKind.THINK);
  }

  @Test
  void aRunDoesNotWaitForATopUpThatCameBeforeItAsked() {
    Run run = limited(0);
    assertThat(think(run)).isEqualTo(new Claim.Exhausted(BudgetKind.TOKENS));
    fixture.tell(caller, run.id(), new RunCommand.AddBudget(TOKENS));
    Opened opened = store.interrupts().open(budget(run, 1));
    Command topUp = Objects.requireNonNull(opened.settled());
    assertThat(topUp.kind()).isEqualTo(Command.Kind.TOP_UP);
    assertThat(store.interrupts().open(budget(run, 1)).settled()).as("again").isEqualTo(topUp);
    assertThat(fixture.get(run).status()).isEqualTo(RunStatus.RUNNING);
    assertThat(think(run)).isInstanceOf(Claim.Claimed.class);
  }

  @Test
  void aTopUpThatWasNotEnoughAnswersOnlyOnce() {
    Run run = limited(0);
    fixture.tell(caller, run.id(), new RunCommand.AddBudget(TOKENS));
    fixture.tell(caller, run.id(), new RunCommand.AddBudget(TOKENS));
    assertThat(store.interrupts().open(budget(run, 1)).settled()).isNotNull();
    Opened second = store.interrupts().open(budget(run, 2));
    assertThat(second.settled()).isNull();
    assertThat(fixture.get(run).waitingFor()).isEqualTo(WaitReason.BUDGET);
  }

  @Test
  void aThinkWhoseWaitForRecoveryRanOutIsGivenNoAnswer() {
    Run run = fixture.running(caller);
    fixture.claim(run, 1);
    InterruptRequest request =
        new InterruptRequest(
            StepRef.of(run.ref(), 1),
            1,
            WaitReason.RECOVERY,
            AWAY,
            List.of(RecoveryOperation.RETRY),
            WaitTerms.FOREVER,
            null);
    UUID id = Objects.requireNonNull(store.interrupts().open(request).interruptId());
    assertThat(store.interrupts().expire(run.ref(), id).won()).isTrue();
    assertThat(((Claim.Claimed) think(run)).given()).isNull();
  }

  @Test
  void aRecoveredRunAsksAgainForAnApprovalItHadWaitedForInVain() {
    Run run = fixture.running(caller);
    store.steps().commitThought(fixture.claim(run, 1), fixture.calls("", 1));
    StepRef call = StepRef.of(run.ref(), 2).withCall(1);
    InterruptRequest request =
        new InterruptRequest(
            call,
            1,
            WaitReason.APPROVAL,
            null,
            List.of(),
            new WaitTerms(null, Duration.ofHours(1), DeadlinePolicy.EXPIRE),
            null);
    UUID id = Objects.requireNonNull(store.interrupts().open(request).interruptId());
    store.interrupts().expire(run.ref(), id);
    store.recovery().awaitRecovery(run.ref(), GONE);
    fixture.tell(
        caller, run.id(), new RunCommand.Recover(null, RecoveryOperation.RETRY, null, null, null));
    store.runs().begin(run.ref());
    Opened again = store.interrupts().open(request);
    assertThat(again.settled()).as("nobody approved it").isNull();
    assertThat(again.interruptId()).isEqualTo(id);
    assertThat(fixture.get(run).waitingFor()).isEqualTo(WaitReason.APPROVAL);
    Interrupt open = store.interrupts().get(caller.orgId(), id).orElseThrow();
    assertThat(open.status()).isEqualTo(Interrupt.Status.OPEN);
    fixture.tell(caller, run.id(), new RunCommand.Approve(id, null));
    assertThat(fixture.get(run).status()).isEqualTo(RunStatus.RUNNING);
  }

  @Test
  void anAnswerThatCrossesARollbackIsTooLate() {
    Run run = fixture.running(caller);
    store.steps().commitThought(fixture.claim(run, 1), fixture.answer("hi"));
    fixture.tell(caller, run.id(), new RunCommand.Cancel(CancelMode.ROLLBACK));
    Finished answered = store.runs().finish(run.ref(), new Ending.Answered(2));
    assertThat(answered).isEqualTo(new Finished(RunStatus.CANCELLING, List.of(), null));
    assertThat(store.runs().finish(run.ref(), new Ending.Failed(AWAY)).status())
        .isEqualTo(RunStatus.CANCELLING);
    assertThat(store.runs().finish(run.ref(), new Ending.Cancelled()).status())
        .isEqualTo(RunStatus.CANCELLED);
  }

  @Test
  void aSubAgentMadeWhileItsParentIsPausedBeginsPaused() {
    SubAgent research =
        new SubAgent("research", fixture.agent(caller).id(), null, "Finds out.", null);
    var config = StoreFixture.config(40, Budget.NONE, List.of(research));
    Run parent =
        fixture.begun(fixture.start(caller, fixture.agent(caller, config).id(), null, "hello"));
    store.steps().commitThought(fixture.claim(parent, 1), fixture.delegations("research", 1));
    Claim.Claimed call = fixture.claimDelegation(parent, 2, 1);
    fixture.tell(caller, parent.id(), new RunCommand.Pause());
    RunRef child =
        Objects.requireNonNull(
            store
                .delegations()
                .make(call, research, 1, List.of(new ContentPart.Text("Go.")))
                .child());
    Begun.Running begun = (Begun.Running) store.runs().begin(child);
    assertThat(begun.told()).isTrue();
    assertThat(fixture.get(child).status()).isEqualTo(RunStatus.PAUSED);
    assertThat(store.commands().take(child, 0))
        .extracting(Command::kind)
        .containsExactly(Command.Kind.PAUSE);
    assertThat(fixture.tell(caller, parent.id(), new RunCommand.Resume()).ring())
        .containsExactly(parent.ref(), child);
    assertThat(fixture.get(child).status()).isEqualTo(RunStatus.RUNNING);
  }

  @Test
  void aRunPausedBeforeItBeginsTellsItsWorkflowSo() {
    Run run = fixture.start(caller, fixture.agent(caller).id(), null, "hello");
    fixture.tell(caller, run.id(), new RunCommand.Pause());
    assertThat(((Begun.Running) store.runs().begin(run.ref())).told()).isTrue();
    store.commands().take(run.ref(), 0);
    assertThat(((Begun.Running) store.runs().begin(run.ref())).told()).isFalse();
  }

  @Test
  void aRollbackThatLostItsWorkflowTwiceCanStillBeGivenUp() {
    Run run = fixture.running(caller);
    store.recovery().awaitRecovery(run.ref(), GONE);
    fixture.tell(caller, run.id(), new RunCommand.Cancel(CancelMode.ROLLBACK));
    assertThat(fixture.get(run).status()).isEqualTo(RunStatus.STARTING);
    store.recovery().awaitRecovery(run.ref(), GONE);
    assertThat(fixture.get(run).waitingFor()).isEqualTo(WaitReason.RECOVERY);
    fixture.tell(
        caller, run.id(), new RunCommand.Recover(null, RecoveryOperation.CANCEL, null, null, null));
    assertThat(fixture.get(run).status()).isEqualTo(RunStatus.CANCELLED);
  }

  @Test
  void theSweeperIsNotAskedToStartASubAgent() {
    SubAgent research =
        new SubAgent("research", fixture.agent(caller).id(), null, "Finds out.", null);
    var config = StoreFixture.config(40, Budget.NONE, List.of(research));
    Run parent =
        fixture.begun(fixture.start(caller, fixture.agent(caller, config).id(), null, "hello"));
    store.steps().commitThought(fixture.claim(parent, 1), fixture.delegations("research", 1));
    RunRef child =
        Objects.requireNonNull(
            store
                .delegations()
                .make(
                    fixture.claimDelegation(parent, 2, 1),
                    research,
                    1,
                    List.of(new ContentPart.Text("Go.")))
                .child());
    assertThat(store.recovery().startingFor(Duration.ZERO, 1000)).doesNotContain(child);
  }

  @Test
  void aRunThatFinishesWithWhatItKnowsAnswersWithItsLastWords() {
    Run run = fixture.running(caller);
    store.steps().commitThought(fixture.claim(run, 1), fixture.calls("It is noon.", 1));
    store.steps().commitToolCall(fixture.claimCall(run, 2, 1), CallOutcome.of(ToolOutput.of("12")));
    store.steps().commitThought(fixture.claim(run, 3), fixture.calls("", 1));
    store.runs().finish(run.ref(), new Ending.Answered(5));
    assertThat(fixture.get(run).output()).isEqualTo("It is noon.");
  }
}
