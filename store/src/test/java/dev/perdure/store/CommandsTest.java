package dev.perdure.store;

import static dev.perdure.store.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.agent.Agent;
import dev.perdure.core.agent.Budget;
import dev.perdure.core.agent.OnExhausted;
import dev.perdure.core.agent.SubAgent;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.port.Begun;
import dev.perdure.core.port.CommandAccepted;
import dev.perdure.core.port.Finished;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.run.CancelMode;
import dev.perdure.core.run.Command;
import dev.perdure.core.run.CommandRow;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.InputPolicy;
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
import dev.perdure.core.session.Message;
import dev.perdure.core.session.Role;
import dev.perdure.core.skill.Effect;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Steers, pauses, cancels, top-ups and recoveries. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandsTest {

  private static final RunError AWAY = new RunError("model_unavailable", "It is away.", "Wait.");
  private static final List<RecoveryOperation> ALL = List.of(RecoveryOperation.values());

  private final StoreFixture fixture = new StoreFixture(CommandsTest.class);
  private final Store store = fixture.store();
  private Caller caller;
  private Run run;

  @BeforeEach
  void aRunningRun() {
    caller = fixture.caller();
    run = fixture.running(caller);
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  private CommandAccepted tell(RunCommand command) {
    return fixture.tell(caller, run.id(), command);
  }

  private static RunCommand steer(String text) {
    return new RunCommand.Steer(List.of(new ContentPart.Text(text)));
  }

  private static RunCommand.Recover recover(RecoveryOperation operation) {
    return new RunCommand.Recover(null, operation, null, null, null);
  }

  private UUID waits(WaitReason reason, @Nullable RunError error, int call) {
    StepRef step = call == 0 ? StepRef.of(run.ref(), 1) : StepRef.of(run.ref(), 2).withCall(call);
    InterruptRequest request =
        new InterruptRequest(step, 1, reason, error, ALL, WaitTerms.FOREVER, null);
    return Objects.requireNonNull(store.interrupts().open(request).interruptId());
  }

  private static List<String> names(List<LoggedEvent> events) {
    return events.stream()
        .map(e -> e.event() instanceof RunEvent.Custom c ? c.name() : "")
        .toList();
  }

  private List<Message> transcript(Run of) {
    return store.sessions().transcript(caller.orgId(), of.threadId(), 0);
  }

  @Test
  void takesSteersInAfterTheLastToolResult() {
    store.steps().commitThought(fixture.claim(run, 1), fixture.calls("", 1));
    CommandAccepted accepted = tell(steer("Hurry."));
    assertThat(accepted.ring()).isEmpty();
    assertThat(transcript(run)).hasSize(2);
    store
        .steps()
        .commitToolCall(fixture.claimCall(run, 2, 1), CallOutcome.of(ToolOutput.of("noon")));
    Claim.Claimed think = fixture.claim(run, 3);
    assertThat(names(think.events())).contains("perdure.steered");
    assertThat(think.transcriptSeq()).isEqualTo(4);
    assertThat(transcript(run))
        .extracting(Message::role)
        .containsExactly(Role.USER, Role.ASSISTANT, Role.TOOL, Role.USER);
    assertThat(names(fixture.claim(run, 3).events())).doesNotContain("perdure.steered");
    assertThat(store.commands().take(run.ref(), 0)).isEmpty();
    assertThat(store.recovery().commandsUntakenFor(Duration.ZERO, 1000)).doesNotContain(run.ref());
  }

  @Test
  void sendsAnAnsweringRunBackToThinkWhenItWasSteered() {
    store.steps().commitThought(fixture.claim(run, 1), fixture.answer("Done."));
    tell(steer("Not yet."));
    assertThat(store.runs().finish(run.ref(), new Ending.Answered(2)))
        .isEqualTo(new Finished(RunStatus.RUNNING, List.of(), null));
    assertThat(store.steps().claim(StepRef.of(run.ref(), 1), StepKind.THINK))
        .isInstanceOf(Claim.Finished.class);
    assertThat(names(fixture.claim(run, 2).events())).contains("perdure.steered");
  }

  @Test
  void startsWhatARunDidNotComeToAheadOfTheQueue() {
    fixture.start(caller, run.agentId(), run.sessionId(), "queued before");
    tell(steer("one"));
    tell(steer("two"));
    RunRef next = store.runs().finish(run.ref(), new Ending.Failed(AWAY)).next();
    Run first = fixture.get(Objects.requireNonNull(next));
    assertThat(first.input()).containsExactly(new ContentPart.Text("one"));
    assertThat(first.inputPolicy()).isEqualTo(InputPolicy.STEER);
    assertThat(first.status()).isEqualTo(RunStatus.STARTING);
    Run second =
        fixture.get(
            Objects.requireNonNull(store.runs().finish(next, new Ending.Failed(AWAY)).next()));
    assertThat(second.input()).containsExactly(new ContentPart.Text("two"));
  }

  @Test
  void pausesAndResumesARunWithItsSubAgents() {
    Run child = child();
    CommandAccepted paused = tell(new RunCommand.Pause());
    assertThat(paused.ring()).containsExactly(run.ref(), child.ref());
    assertThat(fixture.get(run).status()).isEqualTo(RunStatus.PAUSED);
    assertThat(fixture.get(child).status()).isEqualTo(RunStatus.PAUSED);
    assertThat(tell(new RunCommand.Pause()).replayed()).isTrue();
    assertThat(store.commands().list(caller.orgId(), child.id())).hasSize(1);
    CommandAccepted resumed = tell(new RunCommand.Resume());
    assertThat(resumed.run().status()).isEqualTo(RunStatus.RUNNING);
    assertThat(fixture.get(child).status()).isEqualTo(RunStatus.RUNNING);
    assertRefused("run_not_paused", () -> tell(new RunCommand.Resume()), "running");
    assertThat(store.commands().take(child.ref(), 0))
        .extracting(Command::kind)
        .containsExactly(Command.Kind.PAUSE, Command.Kind.RESUME);
  }

  @Test
  void pausesASubAgentThatWasMadeMeanwhile() {
    RunRef child = made();
    fixture
        .sql()
        .useHandle(
            handle -> handle.execute("UPDATE runs SET status = 'paused' WHERE id = ?", run.id()));
    Begun.Running begun = (Begun.Running) store.runs().begin(child);
    assertThat(names(begun.events())).endsWith("perdure.paused");
    assertThat(fixture.get(child).status()).isEqualTo(RunStatus.PAUSED);
    assertThat(store.commands().take(child, begun.lastCommand()))
        .extracting(Command::kind)
        .containsExactly(Command.Kind.PAUSE);
  }

  private Run child() {
    return fixture.begun(fixture.get(made()));
  }

  private RunRef made() {
    run = fixture.begun(fixture.start(caller, delegating(), null, "delegate"));
    store.steps().commitThought(fixture.claim(run, 1), fixture.delegations("helper", 1));
    Claim.Claimed call = fixture.claimDelegation(run, 2, 1);
    UUID helper = store.agents().findByName(caller.orgId(), "helper").orElseThrow().id();
    var made =
        store
            .delegations()
            .make(
                call,
                new SubAgent("helper", helper, null, null, null),
                1,
                List.of(new ContentPart.Text("do")));
    return Objects.requireNonNull(made.child());
  }

  private UUID delegating() {
    UUID helper =
        store
            .agents()
            .create(caller, "helper", null, StoreFixture.config(), null, null)
            .value()
            .id();
    SubAgent sub = new SubAgent("helper", helper, null, null, null);
    return fixture.agent(caller, StoreFixture.config(40, Budget.NONE, List.of(sub))).id();
  }

  @Test
  void staysPausedWhileAnApprovalIsSettled() {
    store.steps().commitThought(fixture.claim(run, 1), fixture.calls("", 1));
    UUID approval = waits(WaitReason.APPROVAL, null, 1);
    tell(new RunCommand.Pause());
    assertThat(tell(new RunCommand.Approve(approval, null)).run().status())
        .isEqualTo(RunStatus.PAUSED);
    assertThat(tell(new RunCommand.Resume()).run().status()).isEqualTo(RunStatus.RUNNING);
  }

  @Test
  void beginsPausedWhatWasPausedBefore() {
    Run starting = fixture.start(caller, run.agentId(), null, "hi");
    fixture.tell(caller, starting.id(), new RunCommand.Pause());
    assertThat(fixture.begun(starting).status()).isEqualTo(RunStatus.PAUSED);
    assertThat(store.commands().take(starting.ref(), 0)).hasSize(1);
  }

  @Test
  void settlesTheApprovalOfASubAgentThroughItsParent() {
    Run child = child();
    store.steps().commitThought(fixture.claim(child, 1), fixture.calls("", 1));
    StepRef call = StepRef.of(child.ref(), 2).withCall(1);
    UUID approval =
        Objects.requireNonNull(
            store
                .interrupts()
                .open(
                    new InterruptRequest(
                        call, 1, WaitReason.APPROVAL, null, List.of(), WaitTerms.FOREVER, null))
                .interruptId());
    CommandAccepted accepted = tell(new RunCommand.Approve(approval, null));
    assertThat(accepted.ring()).containsExactly(child.ref());
    assertThat(accepted.run().id()).isEqualTo(child.id());
    assertThat(fixture.get(run).status()).isEqualTo(RunStatus.RUNNING);
  }

  @Test
  void makesASubAgentsSteerOneOfItsParentWhenItEnds() {
    Run child = child();
    fixture.tell(caller, child.id(), steer("late"));
    store.runs().finish(child.ref(), new Ending.Failed(AWAY));
    assertThat(store.commands().list(caller.orgId(), run.id()))
        .singleElement()
        .satisfies(row -> assertThat(row.kind()).isEqualTo(Command.Kind.STEER));
  }

  @Test
  void tellsHowToCancelAndRefusesToUndoWhatIsBeingKept() {
    CommandAccepted rollback = tell(new RunCommand.Cancel(CancelMode.ROLLBACK));
    assertThat(rollback.run().status()).isEqualTo(RunStatus.CANCELLING);
    assertThat(store.commands().take(run.ref(), 0))
        .containsExactly(new Command(1, Command.Kind.CANCEL, null, "rollback"));
    assertThat(tell(new RunCommand.Cancel(CancelMode.INTERRUPT)).replayed()).isTrue();
    run = fixture.running(caller);
    tell(new RunCommand.Cancel(CancelMode.INTERRUPT));
    assertRefused("run_cancelling", () -> tell(new RunCommand.Cancel(CancelMode.ROLLBACK)));
    assertRefused("run_cancelling", () -> tell(steer("too late")), "cancelling");
    store.runs().finish(run.ref(), new Ending.Cancelled());
    assertRefused("run_already_ended", () -> tell(new RunCommand.Pause()), "cancelled");
  }

  @Test
  void raisesABudgetAndLetsTheRunGoOn() {
    Budget budget = new Budget(1000L, null, Duration.ofMinutes(5), OnExhausted.WAIT);
    UUID agent = fixture.agent(caller, StoreFixture.config(10, budget, List.of())).id();
    run = fixture.begun(fixture.start(caller, agent, null, "hi"));
    UUID waits = waits(WaitReason.BUDGET, new RunError("budget_tokens", "Spent.", null), 0);
    assertThat(fixture.get(run).waitingFor()).isEqualTo(WaitReason.BUDGET);
    TopUp more = new TopUp(5, 500L, null, Duration.ofMinutes(1));
    CommandAccepted accepted = tell(new RunCommand.AddBudget(more));
    assertThat(names(accepted.events())).containsExactly("perdure.topped_up", "perdure.resumed");
    assertThat(accepted.run().status()).isEqualTo(RunStatus.RUNNING);
    assertThat(accepted.run().budget().maxTokens()).isEqualTo(1500L);
    assertThat(accepted.run().budget().maxSteps()).isEqualTo(15);
    assertThat(accepted.run().error()).isNull();
    Command taken = store.commands().take(run.ref(), 0).getFirst();
    assertThat(taken)
        .isEqualTo(new Command(1, Command.Kind.TOP_UP, waits, "top_up", taken.timeLeft()));
    RunCommand again = new RunCommand.Recover(waits, RecoveryOperation.TOP_UP, null, null, more);
    assertThat(tell(again).replayed()).isTrue();
    assertThat(fixture.get(run).budget().maxTokens()).isEqualTo(1500L);
  }

  @Test
  void tellsTheWorkflowHowMuchTimeIsLeftAfterATopUp() {
    Budget anHour = new Budget(null, null, Duration.ofHours(1), OnExhausted.FINISH);
    Agent agent = fixture.agent(caller, StoreFixture.config(40, anHour, List.of()));
    Run limited = fixture.begun(fixture.start(caller, agent.id(), null, "hello"));
    fixture.tell(caller, limited.id(), new RunCommand.AddBudget(new TopUp(5, null, null, null)));
    fixture.tell(
        caller,
        limited.id(),
        new RunCommand.AddBudget(new TopUp(null, null, null, Duration.ofHours(2))));
    assertThat(store.commands().take(limited.ref(), 1))
        .extracting(Command::timeLeft)
        .allSatisfy(
            left -> assertThat(left).isBetween(Duration.ofMinutes(178), Duration.ofMinutes(180)));
  }

  @Test
  void raisesABudgetOnceUnderOneKey() {
    Budget budget = new Budget(1000L, null, null, OnExhausted.WAIT);
    UUID agent = fixture.agent(caller, StoreFixture.config(10, budget, List.of())).id();
    Run starting = fixture.start(caller, agent, null, "hi");
    RunCommand more = new RunCommand.AddBudget(new TopUp(null, 500L, null, null));
    assertRefused("run_not_started", () -> fixture.tell(caller, starting.id(), more), "starting");
    run = fixture.begun(starting);
    Idempotency key = new Idempotency("top-up", "a".repeat(64));
    Together.call(6, n -> store.commands().accept(caller, run.id(), more, key));
    assertThat(fixture.get(run).budget().maxTokens()).isEqualTo(1500L);
    assertRefused(
        "top_up_required", () -> tell(new RunCommand.AddBudget(new TopUp(null, 0L, null, null))));
  }

  @Test
  void triesAThinkAgainWithAnotherModel() {
    fixture.claim(run, 1);
    UUID id = waits(WaitReason.RECOVERY, AWAY, 0);
    assertThat(fixture.get(run).error()).isEqualTo(AWAY);
    assertRefused("model_required", () -> tell(recover(RecoveryOperation.SWITCH_MODEL)));
    RunCommand order =
        new RunCommand.Recover(null, RecoveryOperation.SWITCH_MODEL, "other/one", null, null);
    CommandAccepted accepted = tell(order);
    assertThat(accepted.run().status()).isEqualTo(RunStatus.RUNNING);
    assertThat(store.commands().take(run.ref(), 0))
        .containsExactly(new Command(1, Command.Kind.RECOVER, id, "switch_model"));
    Claim.Claimed claimed = fixture.claim(run, 1);
    assertThat(claimed.facts().model()).isEqualTo("other/one");
    assertThat(claimed.fence()).isEqualTo(3);
    assertThat(tell(order).replayed()).isTrue();
    assertRefused("no_open_interrupt", () -> tell(recover(RecoveryOperation.RETRY)), "running");
  }

  @Test
  void givesAThinkNothingWhenNobodyRecoveredItInTime() {
    UUID id = waits(WaitReason.RECOVERY, AWAY, 0);
    assertThat(store.interrupts().expire(run.ref(), id).won()).isTrue();
    assertThat(fixture.get(run).status()).isEqualTo(RunStatus.RUNNING);
    assertThat(fixture.claim(run, 1).given()).isNull();
  }

  @Test
  void takesAPersonsAnswerForAThink() {
    waits(WaitReason.RECOVERY, AWAY, 0);
    assertRefused("result_required", () -> tell(recover(RecoveryOperation.PROVIDE_RESULT)));
    tell(new RunCommand.Recover(null, RecoveryOperation.PROVIDE_RESULT, null, "42", null));
    assertThat(fixture.claim(run, 1).given()).isEqualTo(ToolOutput.of("42"));
  }

  @Test
  void cancelsByRecovery() {
    waits(WaitReason.RECOVERY, AWAY, 0);
    assertThat(tell(recover(RecoveryOperation.CANCEL)).run().status())
        .isEqualTo(RunStatus.CANCELLING);
    assertThat(store.commands().take(run.ref(), 0))
        .containsExactly(new Command(1, Command.Kind.CANCEL, null, "interrupt"));
  }

  @Test
  void asksWhichOfSeveralAndOffersOnlyWhatItMay() {
    store.steps().commitThought(fixture.claim(run, 1), fixture.calls("", 2));
    UUID one = waits(WaitReason.RECOVERY, AWAY, 1);
    waits(WaitReason.RECOVERY, AWAY, 2);
    assertRefused("interrupt_required", () -> tell(recover(RecoveryOperation.RETRY)));
    RunCommand skip = new RunCommand.Recover(one, RecoveryOperation.SKIP_STEP, null, null, null);
    assertThat(tell(skip).run().status()).isEqualTo(RunStatus.WAITING);
    assertThat(fixture.claimCall(run, 2, 1).given())
        .isEqualTo(ToolOutput.failure("A person skipped this call."));
  }

  @Test
  void repeatsAnUnknownEffectOnlyWhenTheFirstCallCanNoLongerHappen() {
    UUID id = unknown();
    RunCommand retry = new RunCommand.Recover(id, RecoveryOperation.RETRY, null, null, null);
    assertRefused("effect_may_still_happen", () -> tell(retry), "until", "waiting");
    fixture
        .sql()
        .useHandle(handle ->
            handle.execute("UPDATE effects SET hard_deadline = now() WHERE run_id = ?", run.id()));
    tell(retry);
    assertThat(fixture.claimCall(run, 2, 1).step().generation()).isEqualTo(1);
  }

  @Test
  void takesAPersonsWordForAnUnknownEffect() {
    tell(new RunCommand.Recover(unknown(), RecoveryOperation.PROVIDE_RESULT, null, null, null));
    assertThat(fixture.claimCall(run, 2, 1).given()).isEqualTo(ToolOutput.of("It happened."));
    assertThat(effectStatus()).isEqualTo("CONFIRMED");
    run = fixture.running(caller);
    tell(new RunCommand.Recover(unknown(), RecoveryOperation.SKIP_STEP, null, null, null));
    assertThat(fixture.claimCall(run, 2, 1).given())
        .isEqualTo(ToolOutput.failure("A person skipped this call. It may have taken effect."));
    assertThat(effectStatus()).isEqualTo("SKIPPED");
  }

  private String effectStatus() {
    return store.effects().list(caller.orgId(), run.id()).getFirst().status().name();
  }

  private UUID unknown() {
    store.steps().commitThought(fixture.claim(run, 1), fixture.calls("", 1));
    Claim.Claimed call = fixture.claimCall(run, 2, 1);
    store.effects().intend(call, Effect.ONCE, Duration.ofMinutes(5));
    store.effects().unknown(call, "It timed out.");
    return waits(WaitReason.RECOVERY, new RunError("effect_unknown", "Nobody knows.", null), 1);
  }

  @Test
  void listsCommandsWithWhatWasTold() {
    tell(steer("Hurry."));
    tell(new RunCommand.Cancel(CancelMode.ROLLBACK));
    List<CommandRow> rows = store.commands().list(caller.orgId(), run.id());
    assertThat(rows).extracting(CommandRow::number).containsExactly(1, 2);
    assertThat(rows.getFirst().detail().get("input")).asString().contains("Hurry.");
    assertThat(rows.getLast().detail()).containsEntry("mode", "rollback");
    assertThat(rows.getLast().createdBy()).isEqualTo(caller.userId());
    assertThat(rows.getLast().takenAt()).isNull();
  }
}
