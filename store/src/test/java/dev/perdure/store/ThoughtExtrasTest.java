package dev.perdure.store;

import static dev.perdure.store.Transcripts.customValues;
import static dev.perdure.store.Transcripts.names;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.port.ArtifactStore.Artifact;
import dev.perdure.core.run.EffectEntry;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunError;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Commit;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.NewArtifact;
import dev.perdure.core.step.Thought;
import dev.perdure.core.tenant.Caller;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Reasoning, given outcomes, degradation, artifacts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThoughtExtrasTest {

  private final StoreFixture fixture = new StoreFixture(ThoughtExtrasTest.class);
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

  private static Thought with(
      Thought thought,
      @Nullable String reasoning,
      Decision decision,
      Map<Integer, ToolOutput> given) {
    return new Thought(
        thought.messageId(),
        thought.opened(),
        thought.content(),
        decision,
        thought.provider(),
        thought.model(),
        thought.usage(),
        thought.duration(),
        reasoning,
        0,
        given);
  }

  private static List<LoggedEvent> done(Commit commit) {
    assertThat(commit).isInstanceOf(Commit.Done.class);
    return ((Commit.Done) commit).events();
  }

  @Test
  void endsTheReasoningItOpened() {
    Claim.Claimed claimed = fixture.claim(run, 1);
    UUID reasoning = fixture.id();
    assertThat(names(done(store.steps().openReasoning(claimed, reasoning))))
        .containsExactly("ReasoningStart");
    assertThat(done(store.steps().openReasoning(claimed, reasoning))).isEmpty();
    UUID message = fixture.id();
    done(store.steps().openMessage(claimed, message));
    Thought answer = fixture.answer(message, "hi");
    List<LoggedEvent> events =
        done(
            store.steps().commitThought(claimed, with(answer, "Hm.", answer.decision(), Map.of())));
    assertThat(events.getFirst().event()).isEqualTo(new RunEvent.ReasoningEnd(reasoning, "Hm."));
    assertThat(names(events))
        .containsExactly("ReasoningEnd", "TextMessageEnd", "Custom", "StepFinished");
  }

  @Test
  void tellsReasoningThatWasNotStreamed() {
    Thought answer = fixture.answer("hi");
    assertThat(
            names(
                done(
                    store
                        .steps()
                        .commitThought(
                            fixture.claim(run, 1),
                            with(answer, "Hm.", answer.decision(), Map.of())))))
        .startsWith("ReasoningStart", "ReasoningEnd", "TextMessageStart");
  }

  @Test
  void voidsTheReasoningALostAttemptLeftOpen() {
    UUID open = fixture.id();
    done(store.steps().openReasoning(fixture.claim(run, 1), open));
    Claim.Claimed next = fixture.claim(run, 1);
    assertThat(next.events().getFirst().event()).isEqualTo(new RunEvent.ReasoningEnd(open, null));
    assertThat(customValues(next.events(), RunEvent.Custom.MESSAGE_RESET))
        .containsExactly(Map.of("messageId", open.toString()));
    UUID second = fixture.id();
    done(store.steps().openReasoning(next, second));
    assertThat(names(done(store.steps().openReasoning(next, fixture.id()))))
        .containsExactly("ReasoningEnd", "Custom", "ReasoningStart");
    store.recovery().awaitRecovery(run.ref(), new RunError("gone", "Gone.", null));
    store.runs().finish(run.ref(), new Ending.Cancelled());
    Transcripts.assertWhole(store, run);
  }

  @Test
  void endsOpenReasoningWithTheRun() {
    done(store.steps().openReasoning(fixture.claim(run, 1), fixture.id()));
    assertThat(names(store.runs().finish(run.ref(), new Ending.Cancelled()).events()))
        .containsExactly("ReasoningEnd", "Custom", "StepFinished", "RunFinished");
  }

  @Test
  void handsAGivenOutcomeToTheClaimOfItsCall() {
    Thought calls = fixture.calls("Looking.", 2);
    ToolOutput notice = ToolOutput.failure("You have made this call 3 times.");
    done(
        store
            .steps()
            .commitThought(
                fixture.claim(run, 1), with(calls, null, calls.decision(), Map.of(2, notice))));
    assertThat(fixture.claimCall(run, 2, 1).given()).isNull();
    assertThat(fixture.claimCall(run, 2, 2).given()).isEqualTo(notice);
  }

  @Test
  void pairsTheCallsOfARunThatGivesUp() {
    Thought calls = fixture.calls("Again.", 2);
    RunError loop = new RunError("run_loop", "The agent gets nowhere.", null);
    done(
        store
            .steps()
            .commitThought(
                fixture.claim(run, 1), with(calls, null, new Decision.GiveUp(loop), Map.of())));
    store.runs().finish(run.ref(), new Ending.Failed(loop));
    Transcripts.assertPaired(store, run);
    Transcripts.assertWhole(store, run);
  }

  @Test
  void tellsThatAnotherModelTakesOver() {
    Claim.Claimed claimed = fixture.claim(run, 1);
    assertThat(
            customValues(
                done(store.steps().degraded(claimed, "a/b", "c/d", "It is down.")),
                RunEvent.Custom.DEGRADED))
        .containsExactly(Map.of("from", "a/b", "to", "c/d", "reason", "It is down."));
    fixture.claim(run, 1);
    assertThat(store.steps().degraded(claimed, "a/b", "c/d", "late"))
        .isInstanceOf(Commit.Refused.class);
  }

  @Test
  void keepsALargeResultAsAnArtifactWithItsCall() {
    done(store.steps().commitThought(fixture.claim(run, 1), fixture.calls("", 1)));
    String whole = "päge\u0000 ".repeat(30_000);
    NewArtifact artifact = new NewArtifact(fixture.id(), "page.txt", "text/plain", whole);
    Claim.Claimed lost = fixture.claimCall(run, 2, 1);
    Claim.Claimed call = fixture.claimCall(run, 2, 1);
    CallOutcome outcome =
        new CallOutcome(ToolOutput.of("digest"), List.of(artifact), EffectEntry.Status.COMMITTED);
    assertThat(store.steps().commitToolCall(lost, outcome)).isInstanceOf(Commit.Refused.class);
    assertThat(store.artifacts().list(caller.orgId(), run.id())).isEmpty();
    List<LoggedEvent> events = done(store.steps().commitToolCall(call, outcome));
    assertThat(names(events)).containsExactly("Custom", "ToolCallResult", "StepFinished");
    Artifact kept = store.artifacts().get(caller.orgId(), artifact.id()).orElseThrow();
    assertThat(store.artifacts().list(caller.orgId(), run.id())).containsExactly(kept);
    assertThat(kept.stepId()).isEqualTo(run.id() + "/2.1");
    assertThat(kept.bytes()).isEqualTo(30_000 * 9);
    assertThat(kept.sha256()).matches("[0-9a-f]{64}");
    assertThat(customValues(events, RunEvent.Custom.ARTIFACT).getFirst())
        .containsEntry("artifactId", artifact.id().toString())
        .containsEntry("sha256", kept.sha256());
    assertThat(store.artifacts().text(caller.orgId(), artifact.id(), 6, 4)).contains("päge");
    assertThat(store.artifacts().text(caller.orgId(), artifact.id(), 1_000_000, 4)).contains("");
    assertThat(store.artifacts().text(caller.orgId(), fixture.id(), 0, 4)).isEmpty();
  }
}
