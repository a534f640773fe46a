package dev.perdure.store;

import static dev.perdure.store.Refusals.assertRefused;
import static dev.perdure.store.Transcripts.names;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.agent.Agent;
import dev.perdure.core.agent.Budget;
import dev.perdure.core.agent.SubAgent;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.port.Begun;
import dev.perdure.core.port.DelegationStore.Concluded;
import dev.perdure.core.port.DelegationStore.Made;
import dev.perdure.core.run.CancelMode;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunCommand;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.Step;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.step.StepStatus;
import dev.perdure.core.tenant.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DelegationTest {

  private static final RunError BROKEN = new RunError("broken", "It broke.", null);
  private static final List<ContentPart> TASK = List.of(new ContentPart.Text("Find out."));

  private final StoreFixture fixture = new StoreFixture(DelegationTest.class);
  private final Store store = fixture.store();
  private Caller caller;
  private SubAgent research;
  private Run parent;

  @BeforeEach
  void aRunThatMayDelegate() {
    caller = fixture.caller();
    research = subAgent(fixture.agent(caller), null);
    parent = running(Budget.NONE);
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  private static SubAgent subAgent(Agent agent, @Nullable Budget budget) {
    return new SubAgent("research", agent.id(), null, "Finds out.", budget);
  }

  private Run running(Budget budget) {
    Agent agent = fixture.agent(caller, StoreFixture.config(40, budget, List.of(research)));
    return fixture.begun(fixture.start(caller, agent.id(), null, "hello"));
  }

  /** Decides to delegate so many times, as step 2. */
  private void delegate(Run run, int count) {
    store.steps().commitThought(fixture.claim(run, 1), fixture.delegations("research", count));
  }

  private Run made(Run run, int call) {
    Made made = store.delegations().make(fixture.claimDelegation(run, 2, call), research, 1, TASK);
    return fixture.get(Objects.requireNonNull(made.child()));
  }

  private Run child(int call) {
    return fixture.begun(made(parent, call));
  }

  private void answer(Run child, String text) {
    store.steps().commitThought(fixture.claim(child, 1), fixture.answer(text));
    store.runs().finish(child.ref(), new Ending.Answered(2));
  }

  private StepRef call(int call) {
    return StepRef.of(parent.ref(), 2).withCall(call);
  }

  private static ContentPart.ToolResult result(Concluded concluded) {
    return (ContentPart.ToolResult) concluded.messages().getFirst().content().getFirst();
  }

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
    assertThat(finished.result()).hasToString("{text=42, message_id=" + answerOf(made) + "}");
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
  void concludesACallWhoseChildWasNeverMade() {
    delegate(parent, 1);
    Concluded concluded = store.delegations().conclude(call(1));
    assertThat(result(concluded).content()).isEqualTo("The sub-agent was not started.");
    assertThat(names(concluded.events()))
        .containsExactly("StepStarted", "ToolCallResult", "StepFinished");
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
  void sharesTheBudgetAmongParallelChildrenWithoutSpendingItTwice() {
    parent = running(Budget.of(1_000L, 90L, Duration.ofHours(1), null));
    delegate(parent, 3);
    long spent = fixture.get(parent).budget().spentTokens();
    List<Run> children = Together.call(3, n -> made(parent, n + 1));
    assertThat(children)
        .allSatisfy(child -> {
          assertThat(child.budget().maxTokens()).isBetween(293L, 294L);
          assertThat(child.budget().maxCostMicros()).isEqualTo(30);
        });
    assertThat(children.stream().mapToLong(c -> c.budget().maxTokens()).sum())
        .isLessThanOrEqualTo(1_000 - spent);
    assertThat(fixture.get(parent).budget().costMicrosLeft()).isZero();
    assertThat(fixture.begun(children.getFirst()).budget().expiresAt())
        .isBefore(Objects.requireNonNull(parent.startedAt()).plus(Duration.ofMinutes(61)));
  }

  @Test
  void boundsAChildByItsOwnBudgetAndItsAgents() {
    Agent frugal =
        fixture.agent(caller, StoreFixture.config(9, Budget.of(200L, null, null, null), List.of()));
    research = subAgent(frugal, Budget.of(500L, 40L, null, null));
    parent = running(Budget.of(10_000L, null, null, null));
    delegate(parent, 1);
    Run child = child(1);
    assertThat(child.budget().maxSteps()).isEqualTo(9);
    assertThat(child.budget().maxTokens()).isEqualTo(200);
    assertThat(child.budget().maxCostMicros()).isEqualTo(40);
    assertThat(fixture.get(parent).budget().reservedTokens()).isEqualTo(200);
    assertThat(fixture.get(parent).budget().reservedCostMicros()).as("no limit").isZero();
  }

  @Test
  void givesAChildNoMoreStepsThanItsParentHasLeft() {
    Agent busy =
        fixture.agent(
            caller, StoreFixture.config(5_000, Budget.of(null, null, null, null), List.of()));
    research = subAgent(busy, null);
    parent = running(Budget.of(null, null, null, null));
    delegate(parent, 2);
    assertThat(child(1).budget().maxSteps())
        .as("half of what is left after the DELEGATE")
        .isEqualTo((parent.budget().maxSteps() - 2) / 2);
  }

  @Test
  void settlesChildrenThatEndTogetherIntoTheirParentOnce() {
    parent = running(Budget.of(100_000L, null, null, null));
    int count = 8;
    delegate(parent, count);
    List<Run> children = IntStream.rangeClosed(1, count).mapToObj(this::child).toList();
    Together.call(
        count * 2,
        n -> {
          Run child = children.get(n % count);
          if (n < count) {
            answer(child, "answer " + n);
          }
          store.delegations().family(parent.ref());
          return n;
        });
    Together.call(
        count * 2, n -> store.runs().finish(children.get(n % count).ref(), new Ending.Cancelled()));
    var budget = fixture.get(parent).budget();
    assertThat(budget.reservedTokens()).isZero();
    assertThat(budget.spentTokens()).isEqualTo(120L * (count + 1));
    Together.call(count * 2, n -> store.delegations().conclude(call(n % count + 1)));
    Transcripts.assertPaired(store, parent);
    List<LoggedEvent> log = Transcripts.assertWhole(store, parent);
    assertThat(Transcripts.count(log, RunEvent.SubagentFinished.class)).isEqualTo(count);
    assertThat(store.runs().steps(caller.orgId(), parent.id()).get(1).status())
        .isEqualTo(StepStatus.SUCCEEDED);
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
    assertRefused("session_busy", () -> store.sessions().delete(caller, parent.sessionId()));
    store.runs().finish(parent.ref(), new Ending.Cancelled());
    store.sessions().delete(caller, parent.sessionId());
    assertThat(store.delegations().family(parent.ref())).isEmpty();
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
