package dev.perdure.store;

import static dev.perdure.store.Refusals.assertRefused;
import static dev.perdure.store.Transcripts.names;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.agent.Budget;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.port.DelegationStore.Concluded;
import dev.perdure.core.run.CancelMode;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunCommand;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.Requester;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How sub-agents end when their parent does, or lose their workflow, and what is left of them. */
class DelegationEndTest extends DelegationScene {

  @Test
  void saysWhatIsNotUndoneOfAChildThatWasBeingRolledBack() {
    delegate(parent, 1);
    Run child = child(1);
    Claim.Claimed effect = anEffect(child);
    fixture.tell(caller, child.id(), new RunCommand.Cancel(CancelMode.ROLLBACK));
    Concluded concluded = store.delegations().conclude(call(1));
    assertThat(result(concluded).content()).contains("was cancelled");
    assertThat(store.sessions().transcript(caller.orgId(), child.threadId(), 0).getLast().text())
        .contains("not undone; nobody tried");
    // the child's stream is over; its parent's is not
    List<LoggedEvent> late = store.effects().late(effect, ToolOutput.of("sent"));
    assertThat(late).extracting(LoggedEvent::runId).containsExactly(parent.id());
  }

  private Claim.Claimed anEffect(Run of) {
    store.steps().commitThought(fixture.claim(of, 1), fixture.calls("", 1));
    Claim.Claimed effect = fixture.claimCall(of, 2, 1);
    store.effects().intend(effect, Effect.ONCE, Duration.ofMinutes(1));
    return effect;
  }

  @Test
  void endsAChildThatLostItsWorkflow() {
    delegate(parent, 1);
    Run child = child(1);
    store.steps().openMessage(fixture.claim(child, 1), fixture.id());
    Concluded concluded = store.delegations().conclude(call(1));
    assertThat(result(concluded).error()).isTrue();
    assertThat(fixture.get(child).status()).isEqualTo(RunStatus.FAILED);
    assertThat(names(concluded.events()))
        .containsExactly(
            "TextMessageEnd",
            "Custom",
            "StepFinished",
            "SubagentErrored",
            "ToolCallResult",
            "StepFinished");
  }

  @Test
  void leavesACallOfARunThatEndedToItsEnd() {
    delegate(parent, 1);
    answer(child(1), "42");
    store.runs().finish(parent.ref(), new Ending.Cancelled());
    assertThat(store.delegations().conclude(call(1)).messages()).isEmpty();
    Transcripts.assertPaired(store, parent);
    Transcripts.assertWhole(store, parent);
  }

  @Test
  void endsWhatIsStillRunningBelow() {
    delegate(parent, 1);
    Run child = child(1);
    store.steps().commitThought(fixture.claim(child, 1), fixture.delegations("research", 1));
    Run grandchild = fixture.begun(made(child, 1));
    assertThat(grandchild.family().depth()).isEqualTo(2);
    RunEvent.SubagentStarted started =
        (RunEvent.SubagentStarted)
            store
                .events()
                .readRuns(caller.orgId(), parent.sessionId(), 0, List.of(grandchild.id()), 1)
                .getFirst()
                .event();
    assertThat(started.parentSubagentRunId()).isEqualTo(child.id());
    store.steps().openReasoning(fixture.claim(grandchild, 1), fixture.id());
    assertThat(store.delegations().family(parent.ref()))
        .containsExactly(parent.id(), child.id(), grandchild.id());
    List<LoggedEvent> events =
        store.runs().finish(parent.ref(), new Ending.Failed(BROKEN)).events();
    assertThat(
            events.stream()
                .map(LoggedEvent::event)
                .filter(RunEvent.SubagentFinished.class::isInstance)
                .map(event -> ((RunEvent.SubagentFinished) event).subagentRunId()))
        .containsExactly(grandchild.id(), child.id());
    assertThat(events.getLast().event()).isInstanceOf(RunEvent.RunErrored.class);
    assertThat(List.of(fixture.get(child).status(), fixture.get(grandchild).status()))
        .containsOnly(RunStatus.CANCELLED);
    for (Run run : List.of(parent, child, grandchild)) {
      Transcripts.assertPaired(store, run);
    }
    Transcripts.assertWhole(store, parent);
  }

  @Test
  void doesNotStartTheNextOfTheQueueWhenASubAgentEnds() {
    Run queued = fixture.start(caller, parent.agentId(), parent.sessionId(), "next");
    delegate(parent, 1);
    Run child = child(1);
    assertThat(store.runs().finish(child.ref(), new Ending.Cancelled()).next()).isNull();
    assertThat(store.runs().finish(parent.ref(), new Ending.Cancelled()).next())
        .isEqualTo(queued.ref());
    assertThat(store.runs().finish(child.ref(), new Ending.Cancelled()).next()).isNull();
  }

  @Test
  void endsParentAndChildrenTogetherWithoutADeadlock() {
    for (int round = 0; round < 5; round++) {
      parent = running(Budget.of(100_000L, null, null, null));
      delegate(parent, 4);
      List<Run> children = IntStream.rangeClosed(1, 3).mapToObj(this::child).toList();
      Claim.Claimed fourth = fixture.claimDelegation(parent, 2, 4);
      Together.call(
          9,
          n ->
              switch (n) {
                case 0 -> store.runs().finish(parent.ref(), new Ending.Cancelled());
                case 1 -> store.delegations().make(fourth, research, 1, TASK);
                case 2, 3, 4 -> store.delegations().conclude(call(n - 1));
                case 5, 6, 7 ->
                    store.runs().finish(children.get(n - 5).ref(), new Ending.Failed(BROKEN));
                default ->
                    store.steps().claim(StepRef.of(children.getFirst().ref(), 1), StepKind.THINK);
              });
      store.delegations().conclude(call(4));
      assertThat(store.delegations().family(parent.ref()))
          .allSatisfy(id ->
              assertThat(store.runs().get(caller.orgId(), id).orElseThrow().status().terminal())
                  .isTrue());
      assertThat(fixture.get(parent).budget().reservedTokens()).isZero();
      Transcripts.assertPaired(store, parent);
      Transcripts.assertWhole(store, parent);
    }
  }

  @Test
  void undoesTheEffectsOfSubAgentsThroughTheirParent() {
    delegate(parent, 1);
    Run child = child(1);
    store.steps().commitThought(fixture.claim(child, 1), fixture.calls("", 1));
    Claim.Claimed call = fixture.claimCall(child, 2, 1);
    store.effects().intend(call, Effect.ONCE, Duration.ofMinutes(1));
    store.steps().commitToolCall(call, CallOutcome.of(ToolOutput.of("sent")));
    store.runs().finish(child.ref(), new Ending.Cancelled());
    assertThat(store.effects().toUndo(parent.ref())).containsExactly(call.step());
    assertThat(store.effects().undoing(call.step()).orElseThrow().agentId())
        .isEqualTo(research.agentId());
    List<LoggedEvent> events =
        store.effects().undone(call.step(), dev.perdure.core.run.EffectEntry.Undo.UNDONE, null);
    assertThat(events.getFirst().runId()).as("its own stream is over").isEqualTo(parent.id());
  }

  @Test
  void deletesASessionWithItsSubAgents() {
    delegate(parent, 2);
    answer(child(1), "42");
    store.delegations().conclude(call(1));
    made(parent, 2);
    assertRefused(
        "session_busy", () -> store.sessions().delete(Requester.of(caller), parent.sessionId()));
    store.runs().finish(parent.ref(), new Ending.Cancelled());
    store.sessions().delete(Requester.of(caller), parent.sessionId());
    assertThat(store.delegations().family(parent.ref())).isEmpty();
  }
}
