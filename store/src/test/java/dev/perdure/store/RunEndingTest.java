package dev.perdure.store;

import static dev.perdure.store.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.perdure.core.agent.Agent;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.port.Begun;
import dev.perdure.core.port.CommandAccepted;
import dev.perdure.core.port.Finished;
import dev.perdure.core.run.Command;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Step;
import dev.perdure.core.step.StepStatus;
import dev.perdure.core.tenant.Caller;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunEndingTest {

  private static final RunError BROKEN = new RunError("model_failed", "It broke.", "Try again.");

  private final StoreFixture fixture = new StoreFixture(RunEndingTest.class);
  private final Store store = fixture.store();
  private Caller caller;
  private Agent agent;

  @BeforeEach
  void freshOrganization() {
    caller = fixture.caller();
    agent = fixture.agent(caller);
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  private Run get(Run run) {
    return store.runs().get(run.orgId(), run.id()).orElseThrow();
  }

  private Run queuedBehind(Run run) {
    return fixture.start(caller, agent.id(), run.sessionId(), "next");
  }

  private static List<String> names(List<LoggedEvent> events) {
    return events.stream().map(e -> e.event().getClass().getSimpleName()).toList();
  }

  @Test
  void beginsOnceHoweverOftenItIsTold() {
    Run run = fixture.start(caller, agent.id(), null, "hello");
    Begun.Running first = (Begun.Running) store.runs().begin(run.ref());
    assertThat(first.config().maxSteps()).isEqualTo(40);
    assertThat(first.events())
        .singleElement()
        .satisfies(e ->
            assertThat(e.event())
                .isEqualTo(new RunEvent.RunStarted(run.sessionId(), run.id(), "1.0")));
    assertThat(store.runs().begin(run.ref()))
        .isInstanceOfSatisfying(Begun.Running.class, again -> assertThat(again.events()).isEmpty());
    assertThat(store.sessions().transcript(caller.orgId(), run.threadId(), 0)).hasSize(1);
    store.runs().finish(run.ref(), new Ending.Expired());
    assertThat(store.runs().begin(run.ref())).isEqualTo(new Begun.NothingToDo());
  }

  @Test
  void doesNotBeginOutOfTurn() {
    Run queued = queuedBehind(fixture.running(caller));
    assertThatIllegalStateException().isThrownBy(() -> store.runs().begin(queued.ref()));
    assertThat(get(queued).status()).isEqualTo(RunStatus.QUEUED);
  }

  @Test
  void keepsTheFirstTerminalState() {
    Run run = fixture.running(caller);
    assertThat(store.runs().finish(run.ref(), new Ending.Failed(BROKEN)).status())
        .isEqualTo(RunStatus.FAILED);
    Run failed = get(run);
    assertThat(failed.error()).isEqualTo(BROKEN);
    Finished second = store.runs().finish(run.ref(), new Ending.Cancelled());
    assertThat(second.status()).isEqualTo(RunStatus.FAILED);
    assertThat(second.events()).isEmpty();
    assertThat(get(run)).isEqualTo(failed);
  }

  @Test
  void letsOneOfManyEndingsWin() {
    Run run = fixture.running(caller);
    Run next = queuedBehind(run);
    List<Finished> answers =
        Together.call(
            8,
            n ->
                store
                    .runs()
                    .finish(
                        run.ref(),
                        n % 2 == 0 ? new Ending.Failed(BROKEN) : new Ending.Cancelled()));
    assertThat(answers.stream().map(Finished::status).distinct()).hasSize(1);
    assertThat(answers).filteredOn(a -> !a.events().isEmpty()).hasSize(1);
    assertThat(answers).allSatisfy(a -> assertThat(a.next()).isEqualTo(next.ref()));
    assertThat(get(next).status()).isEqualTo(RunStatus.STARTING);
  }

  @Test
  void answersEveryToolCallThatHasNoResult() {
    Run run = fixture.running(caller);
    store.steps().commitThought(fixture.claim(run, 1), fixture.calls("", 3));
    store
        .steps()
        .commitToolCall(fixture.claimCall(run, 2, 1), CallOutcome.of(ToolOutput.of("done")));
    fixture.claimCall(run, 2, 2);
    Finished finished = store.runs().finish(run.ref(), new Ending.Failed(BROKEN));
    assertThat(names(finished.events()))
        .containsExactly("ToolCallResult", "ToolCallResult", "StepFinished", "RunErrored");

    List<Message> messages = store.sessions().transcript(caller.orgId(), run.threadId(), 0);
    Set<String> calls = new HashSet<>();
    Set<String> results = new HashSet<>();
    messages.stream()
        .flatMap(m -> m.content().stream())
        .forEach(part -> {
          if (part instanceof ContentPart.ToolCall call) {
            calls.add(call.id());
          } else if (part instanceof ContentPart.ToolResult result) {
            results.add(result.toolCallId());
          }
        });
    assertThat(results).hasSize(3).isEqualTo(calls);
    List<ContentPart.ToolResult> told =
        messages.subList(3, 5).stream()
            .map(m -> (ContentPart.ToolResult) m.content().getFirst())
            .toList();
    assertThat(told.get(0).content()).contains("may have taken effect");
    assertThat(told.get(1).content()).contains("was not made");
    assertThat(told).allMatch(ContentPart.ToolResult::error);
    assertThat(store.runs().steps(caller.orgId(), run.id()))
        .extracting(Step::status)
        .containsExactly(
            StepStatus.SUCCEEDED,
            StepStatus.FAILED,
            StepStatus.SUCCEEDED,
            StepStatus.FAILED,
            StepStatus.CANCELLED);
  }

  @Test
  void voidsTheMessageThatWasBeingStreamed() {
    Run run = fixture.running(caller);
    Claim.Claimed claimed = fixture.claim(run, 1);
    store.steps().openMessage(claimed, fixture.id());
    assertThat(names(store.runs().finish(run.ref(), new Ending.Cancelled()).events()))
        .containsExactly("TextMessageEnd", "Custom", "StepFinished", "RunFinished");
    assertThat(store.runs().steps(caller.orgId(), run.id()))
        .extracting(Step::status)
        .containsExactly(StepStatus.CANCELLED);
  }

  @Test
  void tellsAnExpiryAsAnError() {
    Run run = fixture.running(caller);
    Finished finished = store.runs().finish(run.ref(), new Ending.Expired());
    assertThat(((RunEvent.RunErrored) finished.events().getLast().event()).code())
        .isEqualTo("run_expired");
    assertThat(get(run).status()).isEqualTo(RunStatus.EXPIRED);
  }

  @Test
  void balancesTheStreamOfARunThatNeverBegan() {
    Run run = fixture.start(caller, agent.id(), null, "hello");
    CommandAccepted accepted = fixture.cancel(caller, run.id());
    assertThat(accepted.run().status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(accepted.ring()).isEmpty();
    assertThat(names(accepted.events())).containsExactly("RunStarted", "RunFinished");
    assertThat(store.sessions().transcript(caller.orgId(), run.threadId(), 0)).isEmpty();
    assertThat(store.runs().begin(run.ref())).isEqualTo(new Begun.NothingToDo());
  }

  @Test
  void cancelsAQueuedRunWithoutTouchingTheActiveOne() {
    Run active = fixture.running(caller);
    Run queued = queuedBehind(active);
    assertThat(fixture.cancel(caller, queued.id()).start()).isEmpty();
    assertThat(get(active).status()).isEqualTo(RunStatus.RUNNING);
    assertThat(store.runs().finish(active.ref(), new Ending.Cancelled()).next()).isNull();
  }

  @Test
  void tellsTheWorkflowOfACancelOnce() {
    Run run = fixture.running(caller);
    CommandAccepted accepted = fixture.cancel(caller, run.id());
    assertThat(accepted.run().status()).isEqualTo(RunStatus.CANCELLING);
    assertThat(accepted.ring()).containsExactly(run.ref());
    assertThat(((RunEvent.Custom) accepted.events().getFirst().event()).name())
        .isEqualTo("perdure.cancelling");
    CommandAccepted again = fixture.cancel(caller, run.id());
    assertThat(again.events()).isEmpty();
    assertThat(again.run()).isEqualTo(accepted.run());
    assertThat(store.commands().take(run.ref(), 0))
        .containsExactly(new Command(1, Command.Kind.CANCEL, null, "interrupt"));
    assertThat(store.commands().take(run.ref(), 1)).isEmpty();
  }

  @Test
  void cancelsWhatIsCancelledAndRefusesWhatEndedOtherwise() {
    Run cancelled = fixture.running(caller);
    store.runs().finish(cancelled.ref(), new Ending.Cancelled());
    assertThat(fixture.cancel(caller, cancelled.id()).run()).isEqualTo(get(cancelled));
    Run failed = fixture.running(caller);
    store.runs().finish(failed.ref(), new Ending.Failed(BROKEN));
    assertRefused("run_already_ended", () -> fixture.cancel(caller, failed.id()));
  }

  @Test
  void endsOnceWhenBeginAndCancelMeet() {
    for (int round = 0; round < 20; round++) {
      Run run = fixture.start(caller, agent.id(), null, "race");
      List<Object> answers =
          Together.call(
              2, n -> n == 0 ? store.runs().begin(run.ref()) : fixture.cancel(caller, run.id()));
      CommandAccepted cancel = (CommandAccepted) answers.get(1);
      boolean began = answers.get(0) instanceof Begun.Running;
      assertThat(!cancel.ring().isEmpty()).isEqualTo(began);
      assertThat(get(run).status()).isEqualTo(began ? RunStatus.CANCELLING : RunStatus.CANCELLED);
      store.runs().finish(run.ref(), new Ending.Cancelled());
      assertThat(names(store.events().read(caller.orgId(), run.sessionId(), 0, run.id(), 100)))
          .startsWith("RunStarted")
          .endsWith("RunFinished")
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void answersWithoutTextWhenTheModelSaidNothing() {
    Run run = fixture.running(caller);
    store
        .steps()
        .commitThought(
            fixture.claim(run, 1),
            StoreFixture.thought(
                fixture.id(), List.of(), new dev.perdure.core.step.Decision.Respond()));
    store.runs().finish(run.ref(), new Ending.Answered(2));
    assertThat(get(run).output()).isEmpty();
  }
}
