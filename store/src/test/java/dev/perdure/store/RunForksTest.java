package dev.perdure.store;

import static dev.perdure.store.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.agent.SubAgent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.port.Begun;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.InterruptStore;
import dev.perdure.core.port.RunForks.ForkRun;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.InterruptRequest;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunCommand;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.run.WaitTerms;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.session.Role;
import dev.perdure.core.session.Session;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.Step;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.step.Thought;
import dev.perdure.core.tenant.Caller;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunForksTest {

  private static final RunError BROKEN = new RunError("model_failed", "It broke.", null);

  private final StoreFixture fixture = new StoreFixture(RunForksTest.class);
  private final Store store = fixture.store();
  private Caller caller;
  private Run run;

  /** One that thought, called two tools, and thought again. */
  @BeforeEach
  void aRunThatHasNotEnded() {
    caller = fixture.caller();
    run = fixture.running(caller);
    store.steps().commitThought(fixture.claim(run, 1), fixture.calls("Looking.", 2));
    for (int call = 1; call <= 2; call++) {
      store
          .steps()
          .commitToolCall(fixture.claimCall(run, 2, call), CallOutcome.of(ToolOutput.of("noon")));
    }
    fixture.claim(run, 3);
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  private Run retry(Run of) {
    return store.forks().retry(caller, of.id(), null).value();
  }

  private Run fork(int step, ContentPart... input) {
    ForkRun request = new ForkRun(step, null, List.of(input));
    return store.forks().fork(caller, run.id(), request, null).value();
  }

  private List<Role> roles(Run of) {
    return store.sessions().transcript(caller.orgId(), of.threadId(), 0).stream()
        .map(Message::role)
        .toList();
  }

  private void fail() {
    store.runs().finish(run.ref(), new Ending.Failed(BROKEN));
  }

  @Test
  void triesAFailedRunAgainOverItsThread() {
    fail();
    Run again = retry(run);
    assertThat(again.status()).isEqualTo(RunStatus.STARTING);
    assertThat(again.family().retryOf()).isEqualTo(run.id());
    assertThat(again.threadId()).isEqualTo(run.threadId());
    assertThat(again.agentVersion()).isEqualTo(run.agentVersion());
    Begun.Running begun = (Begun.Running) store.runs().begin(again.ref());
    assertThat(begun.firstStep()).isEqualTo(1);
    assertThat(begun.events().getFirst().event()).isInstanceOf(RunEvent.RunStarted.class);
    assertThat(roles(again)).containsExactly(Role.USER, Role.ASSISTANT, Role.TOOL, Role.TOOL);
    assertThat(fixture.claim(again, 1).transcriptSeq()).isEqualTo(4);
  }

  @Test
  void triesAgainOnceHoweverOftenItIsAsked() {
    fail();
    List<Created<Run>> answers = Together.call(6, n -> store.forks().retry(caller, run.id(), null));
    assertThat(answers.stream().map(a -> a.value().id()).distinct()).hasSize(1);
    assertThat(answers).filteredOn(a -> !a.replayed()).hasSize(1);
  }

  @Test
  void saysTheInputOfARunThatNeverBeganWhenThatIsTriedAgain() {
    Run never = fixture.start(caller, run.agentId(), null, "unsaid");
    fixture.cancel(caller, never.id());
    Run again = fixture.begun(retry(never));
    assertThat(roles(again)).containsExactly(Role.USER);
  }

  @Test
  void refusesToTryAgainWhatCanNotBe() {
    assertRefused("run_not_ended", () -> retry(run), "running");
    fail();
    Run queued = fixture.start(caller, run.agentId(), run.sessionId(), "next");
    assertRefused("session_busy", () -> retry(run));
    fixture.begun(queued);
    store.steps().commitThought(fixture.claim(queued, 1), fixture.answer("Yes."));
    store.runs().finish(queued.ref(), new Ending.Answered(2));
    assertRefused("run_succeeded", () -> retry(queued));
    assertRefused("run_not_last", () -> retry(run));
    assertRefused("run_not_found", () -> store.forks().retry(fixture.caller(), run.id(), null));
  }

  @Test
  void forksAtAThinkWithTheResultsBeforeIt() {
    store.steps().commitThought(fixture.claim(run, 3), fixture.answer("It is noon."));
    Run fork = fork(3, new ContentPart.Text("In Oslo?"));
    assertThat(fork.sessionId()).isNotEqualTo(run.sessionId());
    assertThat(fork.family().forkedFrom()).isEqualTo(run.id());
    Session session = store.sessions().get(caller.orgId(), fork.sessionId()).orElseThrow();
    assertThat(session.forkedFrom()).isEqualTo(run.sessionId());
    fixture.begun(fork);
    assertThat(roles(fork))
        .containsExactly(Role.USER, Role.ASSISTANT, Role.TOOL, Role.TOOL, Role.USER);
    assertThat(fixture.claim(fork, 1).transcriptSeq()).isEqualTo(5);
  }

  @Test
  void forksAtTheThinkThatHasNotAnsweredYet() {
    Run fork = fork(3);
    fixture.begun(fork);
    assertThat(roles(fork)).containsExactly(Role.USER, Role.ASSISTANT, Role.TOOL, Role.TOOL);
    Run first = fork(1);
    fixture.begun(first);
    assertThat(roles(first)).containsExactly(Role.USER);
  }

  @Test
  void plansTheCallsOfAnActAnew() {
    Run fork = fork(2);
    Begun.Running begun = (Begun.Running) store.runs().begin(fork.ref());
    assertThat(begun.firstStep()).isEqualTo(1);
    assertThat(roles(fork)).containsExactly(Role.USER, Role.ASSISTANT);
    Claim.Finished think =
        (Claim.Finished) store.steps().claim(StepRef.of(fork.ref(), 1), StepKind.THINK);
    assertThat(think.decision()).isNotNull();
    for (int call = 1; call <= 2; call++) {
      Claim.Claimed claimed = fixture.claimCall(fork, 2, call);
      assertThat(claimed.fence()).isEqualTo(1);
      assertThat(Objects.requireNonNull(claimed.toolCall()).name()).isEqualTo("clock");
      store.steps().commitToolCall(claimed, CallOutcome.of(ToolOutput.of("one")));
    }
    assertThat(roles(fork)).containsExactly(Role.USER, Role.ASSISTANT, Role.TOOL, Role.TOOL);
    assertThat(store.runs().steps(caller.orgId(), fork.id()))
        .extracting(Step::kind)
        .containsExactly(StepKind.THINK, StepKind.ACT, StepKind.ACT, StepKind.ACT);
    assertRefused("input_not_allowed", () -> fork(2, new ContentPart.Text("no")));
  }

  @Test
  void forksAForkOfAFork() {
    Run once = fork(3);
    fixture.begun(once);
    fixture.claim(once, 1);
    run = once;
    Run twice = fork(1);
    fixture.begun(twice);
    assertThat(roles(twice)).containsExactly(Role.USER, Role.ASSISTANT, Role.TOOL, Role.TOOL);
  }

  @Test
  void refusesStepsThatAreNotThere() {
    assertRefused("step_not_done", () -> fork(4), "running");
    fail();
    assertRefused("step_not_found", () -> fork(4));
  }

  @Test
  void forksOnceUnderOneKey() {
    Idempotency key = new Idempotency("fork", "a".repeat(64));
    ForkRun request = new ForkRun(3, null, List.of());
    List<Created<Run>> answers =
        Together.call(5, n -> store.forks().fork(caller, run.id(), request, key));
    assertThat(answers.stream().map(a -> a.value().id()).distinct()).hasSize(1);
  }

  @Test
  void makesNoCallAgainThatWasMadeBesideTheForkedDelegation() {
    Run both = fixture.running(caller);
    String delegate = SubAgent.TOOL_PREFIX + "research";
    store
        .steps()
        .commitThought(
            fixture.claim(both, 1),
            StoreFixture.thought(
                fixture.id(),
                List.of(fixture.toolCall("clock", "{}"), fixture.toolCall(delegate, "{}")),
                new Decision.ActAndDelegate(
                    StoreFixture.planned("clock", 1), StoreFixture.planned(delegate, 1))));
    store
        .steps()
        .commitToolCall(fixture.claimCall(both, 2, 1), CallOutcome.of(ToolOutput.failure("late")));
    Run atAct = fixture.begun(forked(both, 2));
    Run atDelegate = fixture.begun(forked(both, 3));
    assertThat(fixture.claimCall(atAct, 2, 1).given()).isNull();
    assertThat(fixture.claimCall(atDelegate, 2, 1).given()).isEqualTo(ToolOutput.failure("late"));
    assertThat(fixture.claimDelegation(atDelegate, 3, 1).given()).isNull();
  }

  @Test
  void asksNobodyAboutACallWhoseResultItHas() {
    Run both = fixture.running(caller);
    String delegate = SubAgent.TOOL_PREFIX + "research";
    List<ContentPart> calls =
        List.of(fixture.toolCall("clock", "{}"), fixture.toolCall(delegate, "{}"));
    Decision decision =
        new Decision.ActAndDelegate(
            StoreFixture.planned("clock", 1), StoreFixture.planned(delegate, 1));
    store
        .steps()
        .commitThought(fixture.claim(both, 1), StoreFixture.thought(fixture.id(), calls, decision));
    store
        .steps()
        .commitToolCall(fixture.claimCall(both, 2, 1), CallOutcome.of(ToolOutput.of("noon")));
    Run fork = fixture.begun(forked(both, 3));
    InterruptStore.Opened beside = openGate(fork, 2);
    assertThat(Objects.requireNonNull(beside.settled()).number()).isZero();
    assertThat(beside.events()).isEmpty();
    assertThat(fixture.get(fork).status()).isEqualTo(RunStatus.RUNNING);
    assertThat(openGate(fork, 3).settled()).isNull();
  }

  @Test
  void makesNoCallThatWasPlannedAsNotToBeMade() {
    Run looping = fixture.running(caller);
    ToolOutput notice = ToolOutput.failure("You have made this call 3 times.");
    Thought calls = fixture.calls("", 2);
    store.steps().commitThought(fixture.claim(looping, 1), given(calls, Map.of(0, notice)));
    UUID gate = Objects.requireNonNull(openGate(looping, 2, 2).interruptId());
    fixture.tell(caller, looping.id(), new RunCommand.Deny(gate, "No."));
    Run fork = fixture.begun(forked(looping, 2));
    assertThat(fixture.claimCall(fork, 2, 1).given()).isEqualTo(notice);
    assertThat(fixture.claimCall(fork, 2, 2).given()).isNull();
  }

  private static Thought given(Thought thought, Map<Integer, ToolOutput> given) {
    return new Thought(
        thought.messageId(),
        thought.opened(),
        thought.content(),
        thought.decision(),
        thought.provider(),
        thought.model(),
        thought.usage(),
        thought.duration(),
        null,
        0,
        given);
  }

  private InterruptStore.Opened openGate(Run of, int step) {
    return openGate(of, step, 1);
  }

  private InterruptStore.Opened openGate(Run of, int step, int call) {
    return store
        .interrupts()
        .open(
            new InterruptRequest(
                StepRef.of(of.ref(), step).withCall(call),
                1,
                WaitReason.APPROVAL,
                null,
                List.of(),
                WaitTerms.FOREVER,
                null));
  }

  private Run forked(Run of, int step) {
    return store.forks().fork(caller, of.id(), new ForkRun(step, null, List.of()), null).value();
  }
}
