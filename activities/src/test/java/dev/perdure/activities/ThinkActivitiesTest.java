package dev.perdure.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.event.Delta;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.ContentPart.ToolCall;
import dev.perdure.core.session.Message;
import dev.perdure.core.session.Role;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.PlannedCall;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.workflows.FailureDetail;
import dev.perdure.workflows.ThinkActivities;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThinkActivitiesTest {

  private Lab lab;
  private TestActivityEnvironment environment;
  private ThinkActivities activities;

  @BeforeAll
  void open() {
    lab = new Lab(ThinkActivitiesTest.class);
    environment = TestActivityEnvironment.newInstance();
    environment.registerActivitiesImplementations(lab.think, lab.act);
    activities = environment.newActivityStub(ThinkActivities.class);
  }

  @AfterAll
  void close() {
    environment.close();
    lab.close();
  }

  @BeforeEach
  void quiet() {
    lab.model.requests.clear();
    lab.model.part = ScriptedModel.says("All ", "is ", "well.");
  }

  @AfterEach
  void forget() {
    lab.live.all.clear();
  }

  @Test
  void commitsTheAnswerAndShowsItAsItComes() {
    RunRef run = lab.running();
    lab.live.all.clear();
    assertThat(activities.think(StepRef.of(run, 1), null)).isEqualTo(new Decision.Respond());
    assertThat(lab.messages(run))
        .extracting(Message::text)
        .containsExactly("How is it?", "All is well.");
    assertThat(lab.run(run).usage().output()).isEqualTo(20);
    assertThat(lab.live.names())
        .startsWith("StepStarted", "TextMessageStart", "Delta", "TextMessageEnd")
        .contains("StepFinished");
  }

  @Test
  void deltasFollowEachOtherAndMakeTheWholeText() {
    RunRef run = lab.running();
    lab.live.all.clear();
    activities.think(StepRef.of(run, 1), null);
    List<Delta> deltas = lab.live.deltas();
    assertThat(deltas.stream().map(Delta::text).collect(Collectors.joining()))
        .isEqualTo("All is well.");
    int next = 0;
    for (Delta delta : deltas) {
      assertThat(delta.offset()).isEqualTo(next);
      next = delta.end();
    }
    UUID opened = lab.live.events(RunEvent.TextMessageStart.class).getFirst().messageId();
    assertThat(deltas).allMatch(delta -> delta.messageId().equals(opened) && delta.fence() == 1);
    assertThat(lab.messages(run).getLast().id()).isEqualTo(opened);
  }

  @Test
  void asksWithInstructionsOfAgentAndSkillsAndTheirTools() {
    RunRef run = lab.running();
    activities.think(StepRef.of(run, 1), null);
    var request = lab.model.requests.getFirst();
    assertThat(request.instructions())
        .isEqualTo("Be brief.\n\n## Laboratory\n\nProbe before you answer.");
    assertThat(request.tools())
        .extracting(tool -> tool.name())
        .containsExactly("probe", "fire", "dig", "put", "buy", "wipe", "count", "fetch");
    assertThat(request.model()).isEqualTo("lab/scripted");
    assertThat(request.messages()).extracting(Message::text).containsExactly("How is it?");
  }

  @Test
  void plansCallsWithTheLimitsOfTheirTools() {
    RunRef run = lab.running();
    lab.model.part =
        ScriptedModel.asksFor(
            new ToolCall("a", "fire", "{}"), new ToolCall("b", "no_such_tool", "{}"));
    assertThat(activities.think(StepRef.of(run, 1), null))
        .isInstanceOfSatisfying(
            Decision.Act.class,
            act -> {
              assertThat(act.calls().getFirst())
                  .isEqualTo(new PlannedCall(1, "fire", Effect.ONCE, LabSkill.LIMIT, 3));
              assertThat(act.calls().get(1).tool()).isEqualTo("no_such_tool");
            });
  }

  @Test
  void givesCallsIdsThatTheThreadDoesNotKnowYet() {
    RunRef run = lab.running();
    lab.model.part =
        ScriptedModel.asksFor(
            new ToolCall("call_0", "probe", "{}"), new ToolCall("", "probe", "{}"));
    activities.think(StepRef.of(run, 1), null);
    lab.model.part = ScriptedModel.asksFor(new ToolCall("call_0", "probe", "{}"));
    activities.think(StepRef.of(run, 3), null);
    List<String> ids =
        lab.messages(run).stream()
            .flatMap(m -> Pairing.calls(m).stream())
            .map(ToolCall::id)
            .toList();
    assertThat(ids).hasSize(3).doesNotHaveDuplicates().doesNotContain("").contains("call_0");
  }

  @Test
  void pairsCallsWithResultsInTheOrderOfTheCalls() {
    RunRef run = lab.running();
    lab.model.part =
        ScriptedModel.asksFor(
            new ToolCall("a", "probe", "{\"what\":\"1\"}"),
            new ToolCall("b", "probe", "{\"what\":\"2\"}"));
    activities.think(StepRef.of(run, 1), null);
    var acting = environment.newActivityStub(dev.perdure.workflows.ActActivities.class);
    acting.act(StepRef.of(run, 2).withCall(2));
    acting.act(StepRef.of(run, 2).withCall(1));
    lab.model.part = ScriptedModel.says("Done.");
    activities.think(StepRef.of(run, 3), null);
    assertThat(lab.model.requests.getLast().messages())
        .filteredOn(message -> message.role() == Role.TOOL)
        .extracting(message -> ((ContentPart.ToolResult) message.content().getFirst()).content())
        .containsExactly("probed 1", "probed 2");
  }

  @Test
  void leavesInRedisWhatPostgresHolds() {
    RunRef run = lab.running();
    lab.model.part = ScriptedModel.asksFor("probe", "{}");
    activities.think(StepRef.of(run, 1), null);
    lab.model.part = ScriptedModel.says("Done.");
    activities.think(StepRef.of(run, 3), null);
    UUID thread = lab.run(run).threadId();
    List<Message> stored = lab.store.sessions().transcript(run.orgId(), thread, 0);
    assertThat(stored).hasSize(3);
    assertThat(lab.memory.transcripts().get(run.orgId(), thread, 3)).isEqualTo(stored);
  }

  @Test
  void answersAFinishedStepFromWhatIsStored() {
    RunRef run = lab.running();
    lab.model.part = ScriptedModel.asksFor("probe", "{}");
    Decision first = activities.think(StepRef.of(run, 1), null);
    lab.model.part = ScriptedModel.says("Something else.");
    assertThat(activities.think(StepRef.of(run, 1), null)).isEqualTo(first);
    assertThat(lab.model.requests).hasSize(1);
  }

  @Test
  void doesNothingForARunThatHasEnded() {
    RunRef run = lab.running();
    lab.record.finish(run, new Ending.Cancelled());
    assertThat(activities.think(StepRef.of(run, 1), null))
        .isEqualTo(new Decision.Ended(RunStatus.CANCELLED));
    assertThat(lab.model.requests).isEmpty();
  }

  @Test
  void voidsWhatAKilledAttemptShowedAndBeginsANewMessage() {
    RunRef run = lab.running();
    StepRef step = StepRef.of(run, 1);
    Claim.Claimed killed = (Claim.Claimed) lab.store.steps().claim(step, StepKind.THINK);
    UUID shown = UUID.randomUUID();
    lab.store.steps().openMessage(killed, shown);
    lab.live.all.clear();

    activities.think(step, null);
    assertThat(lab.live.names())
        .startsWith("TextMessageEnd", "Custom", "TextMessageStart", "Delta", "TextMessageEnd");
    assertThat(lab.live.events(RunEvent.TextMessageEnd.class).getFirst().messageId())
        .isEqualTo(shown);
    assertThat(lab.live.events(RunEvent.TextMessageStart.class))
        .extracting(RunEvent.TextMessageStart::messageId)
        .doesNotContain(shown);
    assertThat(lab.live.deltas()).allMatch(delta -> delta.fence() == 2);
  }

  @Test
  void aStaleAttemptChangesNothing() {
    RunRef run = lab.running();
    StepRef step = StepRef.of(run, 1);
    lab.model.part =
        (request, listener, cancellation) -> {
          listener.text("Too ");
          lab.store.steps().claim(step, StepKind.THINK); // another worker takes over
          listener.text("late.");
          return ScriptedModel.reply(new ContentPart.Text("Too late."));
        };
    assertThatThrownBy(() -> activities.think(step, null))
        .cause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo("attempt_superseded");
              assertThat(failure.isNonRetryable()).isFalse();
              assertThat(failure.getDetails().get(FailureDetail.class).interrupted()).isTrue();
            });
    assertThat(lab.messages(run)).hasSize(1);
    assertThat(lab.step(step).attempts()).isEqualTo(2);
  }

  @Test
  void aStaleAttemptStopsItsModelWhenItCantOpenItsMessage() {
    RunRef run = lab.running();
    StepRef step = StepRef.of(run, 1);
    lab.model.part =
        (request, listener, cancellation) -> {
          lab.store.steps().claim(step, StepKind.THINK);
          listener.text("Too late.");
          cancellation.throwIfRequested();
          throw new AssertionError("the model was not told to stop");
        };
    assertThatThrownBy(() -> activities.think(step, null))
        .cause()
        .hasMessageContaining("attempt_superseded");
    assertThat(lab.live.deltas()).isEmpty();
  }

  @Test
  void aCutStreamIsRetriedWithANewMessage() {
    RunRef run = lab.running();
    StepRef step = StepRef.of(run, 1);
    lab.model.part =
        (request, listener, cancellation) -> {
          listener.text("All is");
          throw PerdureException.modelRetryable("model_cut_off", "The stream broke.", null, null);
        };
    assertThatThrownBy(() -> activities.think(step, null))
        .cause()
        .hasMessageContaining("model_cut_off");
    lab.model.part = ScriptedModel.says("All is well.");
    activities.think(step, null);
    assertThat(lab.live.events(RunEvent.Custom.class))
        .extracting(RunEvent.Custom::name)
        .contains(RunEvent.Custom.MESSAGE_RESET);
    assertThat(lab.messages(run).getLast().text()).isEqualTo("All is well.");
  }

  @Test
  void tellsTemporalHowLongTheModelAsksToWait() {
    RunRef run = lab.running();
    lab.model.part =
        (request, listener, cancellation) -> {
          throw PerdureException.modelRetryable(
              "model_rate_limited", "Too many requests.", Duration.ofSeconds(7), null);
        };
    assertThatThrownBy(() -> activities.think(StepRef.of(run, 1), null))
        .cause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo("model_rate_limited");
              assertThat(failure.getOriginalMessage()).isEqualTo("Too many requests.");
              assertThat(failure.getNextRetryDelay()).isEqualTo(Duration.ofSeconds(7));
            });
  }

  @Test
  void refusesATaskOfAnotherOrganization() {
    RunRef run = lab.running();
    RunRef foreign = new RunRef(new OrgId(UUID.randomUUID()), run.sessionId(), run.runId());
    assertThatThrownBy(() -> activities.think(StepRef.of(foreign, 1), null))
        .cause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo("run_not_found");
              assertThat(failure.isNonRetryable()).isTrue();
            });
    assertThat(lab.model.requests).isEmpty();
  }

  @Test
  void worksTheSameWithoutRedis() {
    TestActivityEnvironment without = TestActivityEnvironment.newInstance();
    try (Lab away = Lab.withoutRedis(ThinkActivitiesTest.class)) {
      without.registerActivitiesImplementations(away.think);
      RunRef run = away.running();
      var thinking = without.newActivityStub(ThinkActivities.class);
      assertThat(thinking.think(StepRef.of(run, 1), null)).isEqualTo(new Decision.Respond());
      assertThat(away.messages(run).getLast().text()).isEqualTo("All is well.");
    } finally {
      without.close();
    }
  }
}
