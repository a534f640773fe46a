package dev.perdure.store;

import static dev.perdure.store.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Commit;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.Step;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.step.StepStatus;
import dev.perdure.core.step.Thought;
import dev.perdure.core.tenant.Caller;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StepFenceTest {

  private final StoreFixture fixture = new StoreFixture(StepFenceTest.class);
  private final Store store = fixture.store();
  private Caller caller;
  private Run run;

  @BeforeEach
  void freshRun() {
    caller = fixture.caller();
    run = fixture.running(caller);
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  private long lastPosition() {
    return store.events().lastPosition(caller.orgId(), run.sessionId());
  }

  private List<Message> messages() {
    return store.sessions().transcript(caller.orgId(), run.threadId(), 0);
  }

  private Step step(int index) {
    return store.runs().steps(caller.orgId(), run.id()).get(index);
  }

  private static List<String> names(List<LoggedEvent> events) {
    return events.stream().map(e -> e.event().getClass().getSimpleName()).toList();
  }

  private static List<LoggedEvent> done(Commit commit) {
    assertThat(commit).isInstanceOf(Commit.Done.class);
    return ((Commit.Done) commit).events();
  }

  @Test
  void tellsAWorkerAllItNeeds() {
    Claim.Claimed claimed = fixture.claim(run, 1);
    assertThat(claimed.fence()).isEqualTo(1);
    assertThat(claimed.agentId()).isEqualTo(run.agentId());
    assertThat(claimed.agentVersion()).isEqualTo(1);
    assertThat(claimed.threadId()).isEqualTo(run.threadId());
    assertThat(claimed.transcriptSeq()).isEqualTo(1);
    assertThat(claimed.toolCall()).isNull();
    assertThat(names(claimed.events())).containsExactly("StepStarted");
  }

  @Test
  void raisesTheFenceWithEachAttemptAndStartsTheStepOnce() {
    fixture.claim(run, 1);
    Claim.Claimed second = fixture.claim(run, 1);
    assertThat(second.fence()).isEqualTo(2);
    assertThat(second.events()).isEmpty();
    assertThat(step(0).attempts()).isEqualTo(2);
  }

  @Test
  void refusesEveryWriteOfALostAttempt() {
    Claim.Claimed lost = fixture.claim(run, 1);
    fixture.claim(run, 1);
    long position = lastPosition();
    assertThat(store.steps().openMessage(lost, fixture.id())).isInstanceOf(Commit.Refused.class);
    assertThat(store.steps().commitThought(lost, fixture.answer("late")))
        .isInstanceOf(Commit.Refused.class);
    assertThat(lastPosition()).isEqualTo(position);
    assertThat(messages()).hasSize(1);
  }

  @Test
  void refusesEveryWriteOfALostToolCall() {
    store.steps().commitThought(fixture.claim(run, 1), fixture.calls("", 1));
    Claim.Claimed lost = fixture.claimCall(run, 2, 1);
    Claim.Claimed kept = fixture.claimCall(run, 2, 1);
    assertThat(kept.fence()).isEqualTo(2);
    assertThat(kept.events()).isEmpty();
    assertThat(store.steps().commitToolCall(lost, CallOutcome.of(ToolOutput.of("late"))))
        .isInstanceOf(Commit.Refused.class);
    assertThat(messages()).hasSize(2);
    done(store.steps().commitToolCall(kept, CallOutcome.of(ToolOutput.of("right"))));
    assertThat(messages()).hasSize(3);
  }

  @Test
  void answersAFinishedStepWithItsOutcome() {
    Claim.Claimed claimed = fixture.claim(run, 1);
    Thought thought = fixture.calls("", 2);
    done(store.steps().commitThought(claimed, thought));
    assertThat(store.steps().claim(claimed.step(), StepKind.THINK))
        .isEqualTo(new Claim.Finished(StepStatus.SUCCEEDED, thought.decision()));
    assertThat(store.steps().commitThought(claimed, fixture.answer("again")))
        .isInstanceOf(Commit.Refused.class);

    Claim.Claimed call = fixture.claimCall(run, 2, 1);
    done(store.steps().commitToolCall(call, CallOutcome.of(ToolOutput.of("ok"))));
    assertThat(store.steps().claim(call.step(), StepKind.ACT))
        .isEqualTo(new Claim.Finished(StepStatus.SUCCEEDED, null));
  }

  @Test
  void voidsTheMessageALostAttemptLeftOpen() {
    Claim.Claimed lost = fixture.claim(run, 1);
    UUID open = fixture.id();
    assertThat(names(done(store.steps().openMessage(lost, open))))
        .containsExactly("TextMessageStart");
    Claim.Claimed next = fixture.claim(run, 1);
    assertThat(names(next.events())).containsExactly("TextMessageEnd", "Custom");
    RunEvent.Custom reset = (RunEvent.Custom) next.events().getLast().event();
    assertThat(reset.name()).isEqualTo("perdure.message_reset");
    assertThat(reset.value()).containsEntry("messageId", open.toString());
    assertThat(((RunEvent.TextMessageEnd) next.events().getFirst().event()).text()).isNull();
    assertThat(names(fixture.claim(run, 1).events())).isEmpty();
  }

  @Test
  void opensAMessageOnce() {
    Claim.Claimed claimed = fixture.claim(run, 1);
    UUID message = fixture.id();
    assertThat(done(store.steps().openMessage(claimed, message))).hasSize(1);
    assertThat(done(store.steps().openMessage(claimed, message))).isEmpty();
    UUID other = fixture.id();
    assertThat(names(done(store.steps().openMessage(claimed, other))))
        .containsExactly("TextMessageEnd", "Custom", "TextMessageStart");
    assertThat(names(done(store.steps().commitThought(claimed, fixture.answer(other, "hi")))))
        .containsExactly("TextMessageEnd", "Custom", "StepFinished");
  }

  @Test
  void closesAnOpenMessageThatGotNoText() {
    Claim.Claimed claimed = fixture.claim(run, 1);
    UUID message = fixture.id();
    done(store.steps().openMessage(claimed, message));
    Thought calls = fixture.calls("", 1);
    List<LoggedEvent> events =
        done(
            store
                .steps()
                .commitThought(
                    claimed, StoreFixture.thought(message, calls.content(), calls.decision())));
    assertThat(events.getFirst().event()).isEqualTo(new RunEvent.TextMessageEnd(message, ""));
    assertThat(((RunEvent.ToolCallStart) events.get(1).event()).parentMessageId())
        .isEqualTo(message);
  }

  @Test
  void writesNoTextEventsForAMessageOfCallsOnly() {
    List<LoggedEvent> events =
        done(store.steps().commitThought(fixture.claim(run, 1), fixture.calls("", 1)));
    assertThat(names(events))
        .containsExactly("ToolCallStart", "ToolCallArgs", "ToolCallEnd", "Custom", "StepFinished");
  }

  @Test
  void writesOneUsageRowForAThought() {
    Claim.Claimed claimed = fixture.claim(run, 1);
    done(store.steps().commitThought(claimed, fixture.answer("hi")));
    store.steps().commitThought(claimed, fixture.answer("hi"));
    Long rows =
        fixture
            .sql()
            .withHandle(handle ->
                handle
                    .createQuery(
                        "SELECT count(*) FROM usage WHERE run_id = :run AND input_tokens = 100"
                            + " AND duration_ms = 1234 AND step_id = :step AND fence = 1")
                    .bind("run", run.id())
                    .bind("step", run.id() + "/1")
                    .mapTo(Long.class)
                    .one());
    assertThat(rows).isEqualTo(1);
  }

  @Test
  void startsAndFinishesAnActStepOnceForAllItsCalls() {
    done(store.steps().commitThought(fixture.claim(run, 1), fixture.calls("", 3)));
    assertThat(step(1).status()).isEqualTo(StepStatus.PLANNED);
    Claim.Claimed first = fixture.claimCall(run, 2, 2);
    assertThat(names(first.events())).containsExactly("StepStarted");
    assertThat(first.events().getFirst().stepId()).isEqualTo(run.id() + "/2");
    assertThat(first.toolCall()).isNotNull();
    assertThat(step(1).status()).isEqualTo(StepStatus.RUNNING);
    Claim.Claimed second = fixture.claimCall(run, 2, 1);
    Claim.Claimed third = fixture.claimCall(run, 2, 3);
    assertThat(second.events()).isEmpty();
    assertThat(
            names(done(store.steps().commitToolCall(second, CallOutcome.of(ToolOutput.of("b"))))))
        .containsExactly("ToolCallResult");
    assertThat(names(done(store.steps().commitToolCall(first, CallOutcome.of(ToolOutput.of("a"))))))
        .containsExactly("ToolCallResult");
    assertThat(names(done(store.steps().commitToolCall(third, CallOutcome.of(ToolOutput.of("c"))))))
        .containsExactly("ToolCallResult", "StepFinished");
    assertThat(step(1).status()).isEqualTo(StepStatus.SUCCEEDED);
    assertThat(messages().subList(2, 5))
        .extracting(m -> ((ContentPart.ToolResult) m.content().getFirst()).content())
        .containsExactly("b", "a", "c");
  }

  @Test
  void finishesAnActStepOnceWhenItsLastCallsCommitTogether() {
    done(store.steps().commitThought(fixture.claim(run, 1), fixture.calls("", 12)));
    List<Commit> commits =
        Together.call(
            12,
            n ->
                store
                    .steps()
                    .commitToolCall(
                        fixture.claimCall(run, 2, n + 1), CallOutcome.of(ToolOutput.of("r" + n))));
    assertThat(commits.stream().flatMap(c -> done(c).stream()))
        .filteredOn(e -> e.event() instanceof RunEvent.StepFinished)
        .hasSize(1);
    assertThat(messages())
        .extracting(Message::seq)
        .containsExactlyElementsOf(java.util.stream.LongStream.rangeClosed(1, 14).boxed().toList());
  }

  @Test
  void tellsOfAToolsFailureAndGoesOn() {
    done(store.steps().commitThought(fixture.claim(run, 1), fixture.calls("", 1)));
    done(
        store
            .steps()
            .commitToolCall(
                fixture.claimCall(run, 2, 1), CallOutcome.of(ToolOutput.failure("no such city"))));
    assertThat(step(2).status()).isEqualTo(StepStatus.FAILED);
    assertThat(step(2).error()).isEqualTo(new RunError("tool_error", "no such city", null));
    assertThat(step(1).status()).isEqualTo(StepStatus.SUCCEEDED);
  }

  @Test
  void givesUpACallUnderANewFence() {
    done(store.steps().commitThought(fixture.claim(run, 1), fixture.calls("", 1)));
    Claim.Claimed late = fixture.claimCall(run, 2, 1);
    RunError error = new RunError("tool_timeout", "The tool took too long.", null);
    assertThat(names(done(store.steps().giveUpToolCall(late.step(), error))))
        .containsExactly("ToolCallResult", "StepFinished");
    assertThat(store.steps().commitToolCall(late, CallOutcome.of(ToolOutput.of("late"))))
        .isInstanceOf(Commit.Refused.class);
    assertThat(done(store.steps().giveUpToolCall(late.step(), error))).isEmpty();
    assertThat(step(2).error()).isEqualTo(error);
    ContentPart.ToolResult told =
        (ContentPart.ToolResult) messages().getLast().content().getFirst();
    assertThat(told.error()).isTrue();
    assertThat(told.content()).isEqualTo("The tool took too long.");
  }

  @Test
  void givesUpACallNobodyClaimedWithABalancedStep() {
    done(store.steps().commitThought(fixture.claim(run, 1), fixture.calls("", 1)));
    StepRef call = StepRef.of(run.ref(), 2).withCall(1);
    assertThat(
            names(
                done(store.steps().giveUpToolCall(call, new RunError("tool_gone", "Gone.", null)))))
        .containsExactly("StepStarted", "ToolCallResult", "StepFinished");
  }

  @Test
  void letsNothingBeWrittenOnceTheRunIsCancelling() {
    done(store.steps().commitThought(fixture.claim(run, 1), fixture.calls("", 1)));
    Claim.Claimed call = fixture.claimCall(run, 2, 1);
    fixture.cancel(caller, run.id());
    assertThat(store.steps().claim(call.step(), StepKind.ACT))
        .isEqualTo(new Claim.RunEnded(RunStatus.CANCELLING));
    assertThat(store.steps().commitToolCall(call, CallOutcome.of(ToolOutput.of("late"))))
        .isInstanceOf(Commit.Refused.class);
    assertThat(store.steps().giveUpToolCall(call.step(), new RunError("x", "X.", null)))
        .isInstanceOf(Commit.Refused.class);
    store.runs().finish(run.ref(), new Ending.Cancelled());
    long position = lastPosition();
    assertThat(store.steps().claim(StepRef.of(run.ref(), 3), StepKind.THINK))
        .isEqualTo(new Claim.RunEnded(RunStatus.CANCELLED));
    assertThat(store.steps().commitToolCall(call, CallOutcome.of(ToolOutput.of("late"))))
        .isInstanceOf(Commit.Refused.class);
    assertThat(lastPosition()).isEqualTo(position);
  }

  @Test
  void refusesStepsThatAreNotThere() {
    StepRef call = StepRef.of(run.ref(), 2).withCall(1);
    assertRefused("step_not_found", () -> store.steps().claim(call, StepKind.ACT));
    assertRefused(
        "step_not_found", () -> store.steps().giveUpToolCall(call, new RunError("x", "X.", null)));
  }

  @Test
  void refusesADecisionThatLeavesACallUnpaired() {
    Claim.Claimed claimed = fixture.claim(run, 1);
    Thought calls = fixture.calls("", 1);
    Thought wrong = StoreFixture.thought(fixture.id(), calls.content(), new Decision.Respond());
    org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
        .isThrownBy(() -> store.steps().commitThought(claimed, wrong));
    assertThat(messages()).hasSize(1);
  }
}
