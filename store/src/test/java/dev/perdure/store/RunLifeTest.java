package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.port.Begun;
import dev.perdure.core.port.Finished;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.session.Role;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Commit;
import dev.perdure.core.step.Step;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepStatus;
import dev.perdure.core.step.Thought;
import dev.perdure.core.tenant.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A run from its start to its answer, as the transcript, the log, the steps and usage show it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunLifeTest {

  private final StoreFixture fixture = new StoreFixture(RunLifeTest.class);
  private final Store store = fixture.store();
  private final List<LoggedEvent> published = new ArrayList<>();
  private Caller caller;
  private Run run;

  @BeforeAll
  void liveOneRun() {
    caller = fixture.caller();
    run = fixture.start(caller, fixture.agent(caller).id(), null, "What time is it in Oslo?");
    published.addAll(((Begun.Running) store.runs().begin(run.ref())).events());

    Claim.Claimed think = fixture.claim(run, 1);
    published.addAll(think.events());
    UUID messageId = fixture.id();
    publish(store.steps().openMessage(think, messageId));
    Thought looking = fixture.calls("Let me look.", 2);
    publish(
        store
            .steps()
            .commitThought(
                think, StoreFixture.thought(messageId, looking.content(), looking.decision())));

    for (int call = 1; call <= 2; call++) {
      Claim.Claimed act = fixture.claimCall(run, 2, call);
      published.addAll(act.events());
      publish(store.steps().commitToolCall(act, CallOutcome.of(ToolOutput.of("12:0" + call))));
    }

    Claim.Claimed second = fixture.claim(run, 3);
    published.addAll(second.events());
    publish(store.steps().commitThought(second, fixture.answer("It is noon.")));
    Finished finished = store.runs().finish(run.ref(), new Ending.Answered(4));
    published.addAll(finished.events());
  }

  private void publish(Commit commit) {
    assertThat(commit).isInstanceOf(Commit.Done.class);
    published.addAll(((Commit.Done) commit).events());
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void endsSucceededWithItsAnswerAndItsUsage() {
    Run ended = store.runs().get(caller.orgId(), run.id()).orElseThrow();
    assertThat(ended.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(ended.output()).isEqualTo("It is noon.");
    assertThat(ended.usage()).isEqualTo(new TokenUsage(200, 80, 40, 10));
    assertThat(ended.steps()).isEqualTo(4);
    assertThat(ended.startedAt()).isAfterOrEqualTo(ended.createdAt());
    assertThat(ended.endedAt()).isAfterOrEqualTo(ended.startedAt());
  }

  @Test
  void logsEveryTransitionOnceInOrder() {
    List<LoggedEvent> logged = store.events().read(caller.orgId(), run.sessionId(), 0, null, 1000);
    assertThat(logged)
        .extracting(e -> e.event().getClass().getSimpleName())
        .containsExactly(
            "RunStarted",
            "StepStarted",
            "TextMessageStart",
            "TextMessageEnd",
            "ToolCallStart",
            "ToolCallArgs",
            "ToolCallEnd",
            "ToolCallStart",
            "ToolCallArgs",
            "ToolCallEnd",
            "Custom",
            "StepFinished",
            "StepStarted",
            "ToolCallResult",
            "ToolCallResult",
            "StepFinished",
            "StepStarted",
            "TextMessageStart",
            "TextMessageEnd",
            "Custom",
            "StepFinished",
            "StepStarted",
            "StepFinished",
            "RunFinished");
    assertThat(logged)
        .extracting(LoggedEvent::pos)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, logged.size()).boxed().toList());
    assertThat(store.events().lastPosition(caller.orgId(), run.sessionId()))
        .isEqualTo(logged.size());
  }

  @Test
  void handsOutForPublishingExactlyWhatItLogged() {
    Json json = new Json();
    List<LoggedEvent> logged = store.events().read(caller.orgId(), run.sessionId(), 0, null, 1000);
    assertThat(published)
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("event")
        .isEqualTo(logged);
    assertThat(published)
        .extracting(e -> json.event(json.event(e.event())))
        .isEqualTo(logged.stream().map(LoggedEvent::event).toList());
  }

  @Test
  void keepsTheTranscriptInOrderWithEveryCallPaired() {
    List<Message> messages =
        store.sessions().messages(caller.orgId(), run.sessionId(), StoreFixture.ALL).items();
    assertThat(messages)
        .extracting(Message::role)
        .containsExactly(Role.USER, Role.ASSISTANT, Role.TOOL, Role.TOOL, Role.ASSISTANT);
    assertThat(messages).extracting(Message::seq).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(
            messages.get(1).content().stream()
                .filter(ContentPart.ToolCall.class::isInstance)
                .map(part -> ((ContentPart.ToolCall) part).id()))
        .containsExactlyElementsOf(
            messages.subList(2, 4).stream()
                .map(m -> ((ContentPart.ToolResult) m.content().getFirst()).toolCallId())
                .toList());
    assertThat(messages).extracting(Message::runId).containsOnly(run.id());
  }

  @Test
  void endsTheStreamWithTheAnswer() {
    RunEvent last = published.getLast().event();
    assertThat(last).isInstanceOf(RunEvent.RunFinished.class);
    assertThat(((RunEvent.RunFinished) last).result())
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("text", "It is noon.");
  }

  @Test
  void showsStepsAndCallsInOrder() {
    List<Step> steps = store.runs().steps(caller.orgId(), run.id());
    assertThat(steps)
        .extracting(s -> s.ref().number() + "." + s.ref().call() + " " + s.kind())
        .containsExactly("1.0 THINK", "2.0 ACT", "2.1 ACT", "2.2 ACT", "3.0 THINK", "4.0 RESPOND");
    assertThat(steps).extracting(Step::status).containsOnly(StepStatus.SUCCEEDED);
    assertThat(steps.get(2).kind()).isEqualTo(StepKind.ACT);
  }

  @Test
  void titlesTheSessionWithTheFirstWords() {
    assertThat(store.sessions().get(caller.orgId(), run.sessionId()).orElseThrow().title())
        .isEqualTo("What time is it in Oslo?");
  }
}
