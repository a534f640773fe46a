package dev.perdure.store;

import static dev.perdure.store.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.agent.Budget;
import dev.perdure.core.agent.SubAgent;
import dev.perdure.core.port.Begun;
import dev.perdure.core.port.CommandAccepted;
import dev.perdure.core.port.Finished;
import dev.perdure.core.run.CancelMode;
import dev.perdure.core.run.Command;
import dev.perdure.core.run.CommandRow;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.InputPolicy;
import dev.perdure.core.run.InterruptRequest;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunCommand;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.run.WaitTerms;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.session.Role;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.Requester;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Steers, pauses and cancels. */
class CommandsTest extends CommandScene {

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
            .create(Requester.of(caller), "helper", null, StoreFixture.config(), null, null)
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
