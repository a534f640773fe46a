package dev.perdure.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.event.OutputDelta;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.port.ArtifactStore.Artifact;
import dev.perdure.core.run.EffectEntry;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.skill.LiveOutput.Channel;
import dev.perdure.core.skill.ToolArtifact;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.step.StepStatus;
import dev.perdure.workflows.ActActivities;
import dev.perdure.workflows.ActResult;
import dev.perdure.workflows.ThinkActivities;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActActivitiesTest {

  private static final ToolOutput RESULT = ToolOutput.of("probed");

  private Lab lab;
  private TestActivityEnvironment environment;
  private ActActivities activities;

  @BeforeAll
  void open() {
    lab = new Lab(ActActivitiesTest.class);
    environment = TestActivityEnvironment.newInstance();
    environment.registerActivitiesImplementations(lab.think, lab.act);
    activities = environment.newActivityStub(ActActivities.class);
  }

  @AfterAll
  void close() {
    environment.close();
    lab.close();
  }

  @BeforeEach
  void quiet() {
    lab.skill.invocations.clear();
    lab.skill.onCall = call -> RESULT;
    lab.live.all.clear();
  }

  @Test
  void commitsTheResultAndTellsOfIt() {
    StepRef call = planned("probe", "{\"what\":\"it\"}");
    assertThat(activities.act(call)).isEqualTo(ActResult.DONE);
    assertThat(lab.toolResult(call.run()).content()).isEqualTo("probed");
    assertThat(lab.live.names()).contains("ToolCallResult", "StepFinished");
    assertThat(lab.step(call).status()).isEqualTo(StepStatus.SUCCEEDED);
  }

  @Test
  void showsWhatTheToolShowsWhileItWorks() {
    StepRef call = planned("probe", "{\"what\":\"it\"}");
    lab.skill.onCall =
        invocation -> {
          invocation.liveOutput().show(Channel.STDOUT, "one ");
          invocation.liveOutput().show(Channel.STDERR, "two ");
          await().until(() -> lab.live.outputs().size() == 2);
          invocation.liveOutput().show(Channel.STDOUT, "three");
          return RESULT;
        };
    activities.act(call);
    assertThat(lab.live.outputs())
        .extracting(OutputDelta::channel, OutputDelta::text, OutputDelta::offset)
        .containsExactlyInAnyOrder(
            tuple(Channel.STDOUT, "one ", 0),
            tuple(Channel.STDERR, "two ", 4),
            tuple(Channel.STDOUT, "three", 8));
    assertThat(lab.live.outputs())
        .allMatch(output -> output.stepId().equals(call.stepId()) && output.fence() == 1);
    assertThat(lab.live.names().indexOf("OutputDelta"))
        .isLessThan(lab.live.names().indexOf("ToolCallResult"));
  }

  @Test
  void aFloodIsNotShownToItsEnd() {
    StepRef call = planned("probe", "{\"what\":\"it\"}");
    lab.skill.onCall =
        invocation -> {
          for (int i = 0; i < 1_000; i++) {
            invocation.liveOutput().show(Channel.STDOUT, "x".repeat(1_000));
          }
          return RESULT;
        };
    activities.act(call);
    String shown = lab.live.outputs().stream().map(OutputDelta::text).collect(Collectors.joining());
    assertThat(shown).hasSizeLessThan(ToolText.MOST + 100).endsWith("[More is not shown.]\n");
  }

  @Test
  void booksWhatACallCostsOnce() {
    StepRef call = planned("buy", "{\"what\":\"it\"}");
    long before = lab.run(call.run()).costMicros();
    activities.act(call);
    activities.act(call);
    assertThat(lab.run(call.run()).costMicros()).isEqualTo(before + 2_500);
    assertThat(lab.live.events(RunEvent.Custom.class))
        .filteredOn(event -> event.name().equals(RunEvent.Custom.USAGE))
        .last()
        .satisfies(event ->
            assertThat(event.value())
                .containsEntry("provider", "tool")
                .containsEntry("model", "buy")
                .containsEntry("cost_micros", 2_500L));
  }

  @Test
  void anAnswerThatIsNotWhatTheToolPromisedIsPassedOnWithWhatDoesNotFit() {
    StepRef fitting = planned("count", "{\"what\":\"it\"}");
    lab.skill.onCall = call -> ToolOutput.of("{\"count\":3}");
    activities.act(fitting);
    assertThat(lab.toolResult(fitting.run()).content()).isEqualTo("{\"count\":3}");

    StepRef other = planned("count", "{\"what\":\"it\"}");
    lab.skill.onCall = call -> ToolOutput.of("{\"count\":\"three\"}");
    activities.act(other);
    assertThat(lab.toolResult(other.run()).error()).isFalse();
    assertThat(lab.toolResult(other.run()).content())
        .startsWith("{\"count\":\"three\"}\n\n[The answer is shown as it came. It does not fit")
        .contains("count");

    StepRef text = planned("count", "{\"what\":\"it\"}");
    lab.skill.onCall = call -> ToolOutput.of("three");
    activities.act(text);
    assertThat(lab.toolResult(text.run()).content()).startsWith("three\n\n[The answer");
  }

  @Test
  void keepsWhatTheToolMadeBesideTheTranscript() {
    StepRef call = planned("probe", "{\"what\":\"it\"}");
    lab.skill.onCall =
        invocation ->
            ToolOutput.of("see the table")
                .withArtifact(new ToolArtifact("t.json", ToolArtifact.TABLE, "{}"))
                .withArtifact(new ToolArtifact("c.json", ToolArtifact.CHART, "{ }"));
    activities.act(call);
    assertThat(lab.toolResult(call.run()).content()).isEqualTo("see the table");
    assertThat(lab.store.artifacts().list(call.run().orgId(), call.run().runId()))
        .extracting(Artifact::name, Artifact::mediaType, Artifact::bytes)
        .containsExactly(
            tuple("t.json", ToolArtifact.TABLE, 2L), tuple("c.json", ToolArtifact.CHART, 3L));
  }

  @Test
  void handsTheToolTheSameKeyAtEachAttempt() {
    StepRef call = planned("probe", "{\"what\":\"it\"}");
    lab.skill.onCall =
        invocation -> {
          throw PerdureException.toolRetryable("busy", "Busy.", Duration.ofSeconds(3), null);
        };
    assertThatThrownBy(() -> activities.act(call))
        .cause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo("busy");
              assertThat(failure.getNextRetryDelay()).isEqualTo(Duration.ofSeconds(3));
            });
    lab.skill.onCall = invocation -> RESULT;
    activities.act(call);
    assertThat(lab.skill.invocations)
        .extracting(ToolInvocation::idempotencyKey)
        .containsExactly(call.effectKey(), call.effectKey());
  }

  @Test
  void doesNotMakeAFinishedCallAgain() {
    StepRef call = planned("probe", "{\"what\":\"it\"}");
    activities.act(call);
    activities.act(call);
    assertThat(lab.skill.invocations).hasSize(1);
  }

  @Test
  void tellsTheModelWhatIsWrongWithItsArguments() {
    StepRef call = planned("probe", "{\"what\":7}");
    activities.act(call);
    assertThat(lab.toolResult(call.run()).error()).isTrue();
    assertThat(lab.toolResult(call.run()).content())
        .startsWith("The arguments of probe are not valid");
    assertThat(lab.skill.invocations).isEmpty();
  }

  @Test
  void tellsTheModelThatItsArgumentsAreNoJson() {
    StepRef call = planned("probe", "{\"what\":");
    activities.act(call);
    assertThat(lab.toolResult(call.run()).error()).isTrue();
    assertThat(lab.skill.invocations).isEmpty();
  }

  @Test
  void tellsTheModelWhichToolsThereAre() {
    StepRef call = planned("no_such_tool", "{}");
    activities.act(call);
    assertThat(lab.toolResult(call.run()).content())
        .isEqualTo(
            "There is no tool named \"no_such_tool\". Tools: probe, fire, dig, put, buy, wipe, count, fetch.");
  }

  @Test
  void tellsTheModelOfAFailureThatWouldRepeatItself() {
    StepRef call = planned("probe", "{\"what\":\"it\"}");
    lab.skill.onCall =
        invocation -> {
          throw PerdureException.toolFinal("no_such_city", "There is no such city.", null);
        };
    activities.act(call);
    assertThat(lab.toolResult(call.run()))
        .returns("There is no such city.", result -> result.content())
        .returns(true, result -> result.error());
  }

  @Test
  void aToolThatBreaksDownShowsNothingOfItsInsides() {
    StepRef call = planned("probe", "{\"what\":\"it\"}");
    lab.skill.onCall =
        invocation -> {
          throw new IllegalStateException("password=hunter2");
        };
    activities.act(call);
    assertThat(lab.toolResult(call.run()).content()).isEqualTo("The tool failed unexpectedly.");
  }

  @Test
  void stopsAToolAtItsTimeLimitAndTriesAgain() throws InterruptedException {
    StepRef call = planned("probe", "{\"what\":\"it\"}");
    CountDownLatch told = new CountDownLatch(1);
    lab.skill.onCall = invocation -> untilTold(invocation, told);
    assertThatThrownBy(() -> activities.act(call)).cause().hasMessageContaining("tool_timed_out");
    assertThat(told.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void doesNotTryAgainWhatMayHaveHappened() throws InterruptedException {
    StepRef call = planned("fire", "{\"what\":\"it\"}");
    CountDownLatch told = new CountDownLatch(1);
    lab.skill.onCall = invocation -> untilTold(invocation, told);
    assertThat(activities.act(call)).isEqualTo(ActResult.UNKNOWN);
    assertThat(lab.step(call).status()).isEqualTo(StepStatus.UNKNOWN);
    assertThat(told.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(activities.act(call)).isEqualTo(ActResult.UNKNOWN);
    assertThat(lab.skill.invocations).hasSize(1);
  }

  @Test
  void leavesAToolBehindThatDoesNotListen() {
    StepRef call = planned("fire", "{\"what\":\"it\"}");
    CountDownLatch never = new CountDownLatch(1);
    lab.skill.onCall =
        invocation -> {
          Uninterruptibles.awaitUninterruptibly(never); // deaf
          return RESULT;
        };
    long began = System.nanoTime();
    assertThat(activities.act(call)).isEqualTo(ActResult.UNKNOWN);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    never.countDown();
    await().until(() -> lab.effect(call).status() == EffectEntry.Status.LATE_COMMITTED);
    assertThat(lab.effect(call).result()).isEqualTo("probed");
  }

  @Test
  void aStaleAttemptsResultIsRefused() {
    StepRef call = planned("probe", "{\"what\":\"it\"}");
    lab.skill.onCall =
        invocation -> {
          lab.store.steps().claim(call, StepKind.ACT); // another worker takes over
          return RESULT;
        };
    assertThatThrownBy(() -> activities.act(call))
        .cause()
        .hasMessageContaining("attempt_superseded");
    assertThat(lab.messages(call.run())).hasSize(2);
  }

  @Test
  void makesNoCallForARunThatHasEnded() {
    StepRef call = planned("probe", "{\"what\":\"it\"}");
    lab.record.finish(call.run(), new Ending.Cancelled());
    assertThat(activities.act(call)).isEqualTo(ActResult.refused(RunStatus.CANCELLED));
    assertThat(lab.skill.invocations).isEmpty();
  }

  @Test
  void givingUpTellsTheModelOnce() {
    StepRef call = planned("probe", "{\"what\":\"it\"}");
    var error = new dev.perdure.core.run.RunError("busy", "Busy.", null);
    lab.record.giveUp(call, error);
    lab.record.giveUp(call, error);
    assertThat(lab.live.events(RunEvent.ToolCallResult.class)).hasSize(1);
    assertThat(lab.toolResult(call.run()).error()).isTrue();
    assertThat(lab.step(call).status()).isEqualTo(StepStatus.FAILED);
  }

  private StepRef planned(String tool, String arguments) {
    RunRef run = lab.running();
    lab.model.part = ScriptedModel.asksFor(tool, arguments);
    environment.newActivityStub(ThinkActivities.class).think(StepRef.of(run, 1), null);
    lab.live.all.clear();
    return StepRef.of(run, 2).withCall(1);
  }

  private static ToolOutput untilTold(ToolInvocation invocation, CountDownLatch told) {
    try (var registration = invocation.cancellation().onRequest(told::countDown)) {
      assertThat(registration).isNotNull();
      if (!told.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody told the tool to stop");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw PerdureException.cancelled();
  }
}
