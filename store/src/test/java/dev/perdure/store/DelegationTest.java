package dev.perdure.store;

import static dev.perdure.store.Transcripts.names;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.port.Begun;
import dev.perdure.core.port.DelegationStore.Concluded;
import dev.perdure.core.port.DelegationStore.Made;
import dev.perdure.core.run.EffectEntry;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.NewArtifact;
import dev.perdure.core.step.Step;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.step.StepStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A sub-agent is a run of its own: how it is made, told of, and brings back what came of it. */
class DelegationTest extends DelegationScene {

  @Test
  void makesARunWithAThreadOfItsOwn() {
    delegate(parent, 1);
    Run child = made(parent, 1);
    assertThat(child.status()).isEqualTo(RunStatus.STARTING);
    assertThat(child.sessionId()).isEqualTo(parent.sessionId());
    assertThat(child.threadId()).isNotEqualTo(parent.threadId());
    assertThat(child.agentId()).isEqualTo(research.agentId());
    assertThat(child.family()).isEqualTo(new Run.Family(parent.id(), 1, null, null));
    assertThat(child.createdBy()).isEqualTo(parent.createdBy());
    assertThat(child.input()).isEqualTo(TASK);
    assertThat(fixture.get(parent).status()).isEqualTo(RunStatus.RUNNING);
  }

  @Test
  void makesOneChildHoweverOftenItsAttemptDies() {
    delegate(parent, 1);
    Claim.Claimed first = fixture.claimDelegation(parent, 2, 1);
    Made made = store.delegations().make(first, research, 1, TASK);
    assertThat(store.delegations().make(first, research, 1, TASK)).isEqualTo(made);
    assertThat(made.agentId()).isEqualTo(research.agentId());
    Claim.Claimed second = fixture.claimDelegation(parent, 2, 1);
    assertThat(store.delegations().make(second, research, 1, TASK)).isEqualTo(made);
    assertThat(store.delegations().make(first, research, 1, TASK).child()).isNull();
    assertThat(store.delegations().family(parent.ref()))
        .containsExactly(parent.id(), Objects.requireNonNull(made.child()).runId());
  }

  @Test
  void makesNothingForARunThatIsBeingCancelled() {
    delegate(parent, 1);
    Claim.Claimed call = fixture.claimDelegation(parent, 2, 1);
    store.runs().finish(parent.ref(), new Ending.Cancelled());
    assertThat(store.delegations().make(call, research, 1, TASK).child()).isNull();
    assertThat(store.delegations().family(parent.ref())).containsExactly(parent.id());
  }

  @Test
  void tellsOfASubAgentInTheStreamOfItsParent() {
    delegate(parent, 1);
    Run made = made(parent, 1);
    Begun.Running begun = (Begun.Running) store.runs().begin(made.ref());
    assertThat(begun.parentRunId()).isEqualTo(parent.id());
    ContentPart.ToolCall call =
        (ContentPart.ToolCall)
            store
                .sessions()
                .transcript(caller.orgId(), parent.threadId(), 0)
                .getLast()
                .content()
                .getFirst();
    assertThat(begun.events()).hasSize(1);
    assertThat(begun.events().getFirst().event())
        .isEqualTo(
            new RunEvent.SubagentStarted(made.id(), "research", "Finds out.", null, call.id()));
    assertThat(begun.events().getFirst().parentRunId()).isEqualTo(parent.id());
    answer(fixture.get(made), "42");
    List<LoggedEvent> log =
        store.events().readRuns(caller.orgId(), parent.sessionId(), 0, List.of(made.id()), 100);
    assertThat(log).allMatch(event -> parent.id().equals(event.parentRunId()));
    RunEvent.SubagentFinished finished = (RunEvent.SubagentFinished) log.getLast().event();
    assertThat(finished.subagentRunId()).isEqualTo(made.id());
    assertThat(finished.result())
        .isEqualTo(Map.of("text", "42", "message_id", answerOf(made).toString()));
    assertThat(Transcripts.count(log, RunEvent.RunStarted.class)).isZero();
    assertThat(Transcripts.count(log, RunEvent.RunFinished.class)).isZero();
    assertThat(store.events().read(caller.orgId(), parent.sessionId(), 0, parent.id(), 100))
        .allMatch(event -> event.parentRunId() == null);
  }

  private UUID answerOf(Run run) {
    return store.sessions().transcript(caller.orgId(), run.threadId(), 0).getLast().id();
  }

  @Test
  void tellsHowASubAgentEnded() {
    delegate(parent, 3);
    assertThat(store.runs().finish(child(1).ref(), new Ending.Failed(BROKEN)).events().getLast())
        .satisfies(e -> assertThat(e.event()).isInstanceOf(RunEvent.SubagentErrored.class));
    assertThat(store.runs().finish(child(2).ref(), new Ending.Expired()).events().getLast())
        .satisfies(e -> assertThat(e.event()).isInstanceOf(RunEvent.SubagentErrored.class));
    Run third = made(parent, 3);
    List<LoggedEvent> events = store.runs().finish(third.ref(), new Ending.Cancelled()).events();
    assertThat(names(events)).containsExactly("SubagentStarted", "SubagentFinished");
    assertThat(((RunEvent.SubagentFinished) events.getLast().event()).result())
        .isEqualTo(Map.of("cancelled", true));
  }

  @Test
  void bringsAnAnswerBackOnce() {
    delegate(parent, 1);
    answer(child(1), "42");
    Concluded concluded = store.delegations().conclude(call(1));
    assertThat(result(concluded).content()).isEqualTo("42");
    assertThat(result(concluded).error()).isFalse();
    assertThat(concluded.threadId()).isEqualTo(parent.threadId());
    assertThat(names(concluded.events())).containsExactly("ToolCallResult", "StepFinished");
    assertThat(((RunEvent.StepFinished) concluded.events().getLast().event()).stepName())
        .isEqualTo(StepKind.DELEGATE);
    Concluded again = store.delegations().conclude(call(1));
    assertThat(again.messages()).isEmpty();
    assertThat(again.events()).isEmpty();
    assertThat(store.steps().claim(call(1), StepKind.DELEGATE))
        .isEqualTo(new Claim.Finished(StepStatus.SUCCEEDED, null));
    Transcripts.assertPaired(store, parent);
  }

  @Test
  void bringsAFailureBackAsAFact() {
    delegate(parent, 2);
    store.runs().finish(child(1).ref(), new Ending.Failed(BROKEN));
    Concluded failed = store.delegations().conclude(call(1));
    assertThat(result(failed).error()).isTrue();
    assertThat(result(failed).content()).isEqualTo("The sub-agent \"research\" failed: It broke.");
    store.runs().finish(child(2).ref(), new Ending.Cancelled());
    assertThat(result(store.delegations().conclude(call(2))).content())
        .isEqualTo("The sub-agent \"research\" was cancelled.");
    assertThat(fixture.get(parent).status()).isEqualTo(RunStatus.RUNNING);
    assertThat(store.runs().steps(caller.orgId(), parent.id()))
        .filteredOn(step -> step.ref().call() > 0)
        .extracting(Step::status)
        .containsOnly(StepStatus.FAILED);
  }

  @Test
  void keepsAnAnswerThatIsTooLongAsAnArtifact() {
    delegate(parent, 1);
    Run child = child(1);
    store.steps().commitThought(fixture.claim(child, 1), fixture.answer("A whole book."));
    store.runs().finish(child.ref(), new Ending.Answered(2));
    UUID artifact = fixture.id();
    Concluded concluded =
        store
            .delegations()
            .conclude(
                call(1),
                (tool, output) ->
                    new CallOutcome(
                        ToolOutput.of("A digest."),
                        List.of(new NewArtifact(artifact, tool, "text/plain", output.content())),
                        EffectEntry.Status.NOT_DONE));
    assertThat(result(concluded).content()).isEqualTo("A digest.");
    assertThat(store.artifacts().text(caller.orgId(), artifact, 0, 99)).contains("A whole book.");
  }

  @Test
  void concludesACallWhoseChildWasNeverMade() {
    delegate(parent, 1);
    Concluded concluded = store.delegations().conclude(call(1));
    assertThat(result(concluded).content()).isEqualTo("The sub-agent was not started.");
    assertThat(names(concluded.events()))
        .containsExactly("StepStarted", "ToolCallResult", "StepFinished");
  }

  @Test
  void plansCallsAndDelegationsSideBySide() {
    List<ContentPart> content =
        List.of(
            fixture.toolCall("delegate_to_research", "{\"task\":\"a\"}"),
            fixture.toolCall("clock", "{}"),
            fixture.toolCall("delegate_to_research", "{\"task\":\"b\"}"));
    Decision decision =
        new Decision.ActAndDelegate(
            StoreFixture.planned("clock", 1), StoreFixture.planned("delegate_to_research", 2));
    store
        .steps()
        .commitThought(
            fixture.claim(parent, 1), StoreFixture.thought(fixture.id(), content, decision));
    assertThat(store.runs().steps(caller.orgId(), parent.id()))
        .extracting(step -> step.kind() + " " + step.ref().number() + "." + step.ref().call())
        .containsExactly(
            "THINK 1.0", "ACT 2.0", "ACT 2.1", "DELEGATE 3.0", "DELEGATE 3.1", "DELEGATE 3.2");
    assertThat(Objects.requireNonNull(fixture.claimDelegation(parent, 3, 2).toolCall()).arguments())
        .isEqualTo("{\"task\":\"b\"}");
    store
        .steps()
        .commitToolCall(fixture.claimCall(parent, 2, 1), CallOutcome.of(ToolOutput.of("12:00")));
    for (int n = 1; n <= 2; n++) {
      store.delegations().conclude(StepRef.of(parent.ref(), 3).withCall(n));
    }
    Transcripts.assertPaired(store, parent);
    Transcripts.assertWhole(store, parent);
  }

  @Test
  void keepsMessagesOfParentAndChildApart() {
    delegate(parent, 1);
    Run child = child(1);
    answer(child, "42");
    List<Message> ofChild = store.sessions().transcript(caller.orgId(), child.threadId(), 0);
    assertThat(ofChild).extracting(Message::text).containsExactly("Find out.", "42");
    assertThat(store.sessions().transcript(caller.orgId(), parent.threadId(), 0)).hasSize(2);
    List<UUID> runs = ofChild.stream().map(Message::runId).distinct().toList();
    assertThat(runs).containsExactly(child.id());
    RunRef ref = child.ref();
    assertThat(ref.sessionId()).isEqualTo(parent.sessionId());
  }
}
