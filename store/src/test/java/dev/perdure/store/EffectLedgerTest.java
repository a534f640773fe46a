package dev.perdure.store;

import static dev.perdure.store.Transcripts.customValues;
import static dev.perdure.store.Transcripts.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.port.InterruptStore;
import dev.perdure.core.run.EffectEntry;
import dev.perdure.core.run.EffectEntry.Status;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.InterruptRequest;
import dev.perdure.core.run.RecoveryOperation;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.run.WaitTerms;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Commit;
import dev.perdure.core.step.Step;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.step.StepStatus;
import dev.perdure.core.tenant.Caller;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EffectLedgerTest {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final RunError TIMEOUT = new RunError("tool_timeout", "It took too long.", null);

  private final StoreFixture fixture = new StoreFixture(EffectLedgerTest.class);
  private final Store store = fixture.store();
  private Caller caller;
  private Run run;

  @BeforeEach
  void aRunThatIsToMakeTwoCalls() {
    caller = fixture.caller();
    run = fixture.running(caller);
    store.steps().commitThought(fixture.claim(run, 1), fixture.calls("", 2));
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  private Claim.Claimed claim() {
    return fixture.claimCall(run, 2, 1);
  }

  private Claim claimAgain() {
    return store.steps().claim(StepRef.of(run.ref(), 2).withCall(1), StepKind.ACT);
  }

  private Claim.Claimed intended(Effect effect) {
    Claim.Claimed call = claim();
    assertThat(store.effects().intend(call, effect, LIMIT)).isInstanceOf(Commit.Done.class);
    return call;
  }

  private EffectEntry entry() {
    return store.effects().list(caller.orgId(), run.id()).getLast();
  }

  private StepStatus status() {
    return store.runs().steps(caller.orgId(), run.id()).stream()
        .filter(step -> step.ref().number() == 2 && step.ref().call() == 1)
        .map(Step::status)
        .findFirst()
        .orElseThrow();
  }

  /** What settling by a person does to a step. */
  private void settle(String assignment) {
    fixture
        .sql()
        .useHandle(handle ->
            handle
                .createUpdate(
                    "UPDATE steps SET status = 'planned', "
                        + assignment
                        + " WHERE org_id = :org AND run_id = :run AND number = 2 AND call = 1")
                .bind("org", caller.orgId().value())
                .bind("run", run.id())
                .execute());
  }

  private static List<LoggedEvent> done(Commit commit) {
    assertThat(commit).isInstanceOf(Commit.Done.class);
    return ((Commit.Done) commit).events();
  }

  private static List<LoggedEvent> unknown(Claim claim) {
    assertThat(claim).isInstanceOf(Claim.Unknown.class);
    return ((Claim.Unknown) claim).events();
  }

  @Test
  void commitsTheIntentBeforeTheCallAndItsResultWithTheStep() {
    Claim.Claimed call = intended(Effect.ONCE);
    EffectEntry before = entry();
    assertThat(before.status()).isEqualTo(Status.INTENDED);
    assertThat(before.effectKey()).isEqualTo(run.sessionId() + ":" + run.id() + "/2.1");
    assertThat(before.hardDeadline())
        .isCloseTo(before.intendedAt().plus(LIMIT), within(1, ChronoUnit.SECONDS));
    done(store.steps().commitToolCall(call, CallOutcome.of(ToolOutput.of("sent"))));
    assertThat(entry().status()).isEqualTo(Status.COMMITTED);
    assertThat(entry().result()).isEqualTo("sent");
    assertThat(entry().settledAt()).isNotNull();
  }

  @Test
  void triesAgainAfterDyingBeforeTheIntent() {
    claim();
    Claim.Claimed again = intended(Effect.ONCE);
    assertThat(again.fence()).isEqualTo(2);
    done(store.steps().commitToolCall(again, CallOutcome.of(ToolOutput.of("sent"))));
    assertThat(store.effects().list(caller.orgId(), run.id())).hasSize(1);
  }

  @Test
  void neverRepeatsACallThatWasUnderWayWhenItsWorkerDied() {
    Claim.Claimed lost = intended(Effect.ONCE);
    List<LoggedEvent> told = unknown(claimAgain());
    assertThat(customValues(told, RunEvent.Custom.EFFECT)).hasSize(1);
    assertThat(customValues(told, RunEvent.Custom.EFFECT).getFirst())
        .containsEntry("status", "unknown")
        .containsEntry("stepId", run.id() + "/2.1");
    assertThat(status()).isEqualTo(StepStatus.UNKNOWN);
    assertThat(entry().status()).isEqualTo(Status.UNKNOWN);
    assertThat(unknown(claimAgain())).isEmpty();
    assertThat(store.steps().commitToolCall(lost, CallOutcome.of(ToolOutput.of("late"))))
        .isInstanceOf(Commit.Refused.class);
    assertThat(store.effects().intend(lost, Effect.ONCE, LIMIT)).isInstanceOf(Commit.Refused.class);
    assertThat(done(store.steps().giveUpToolCall(lost.step(), TIMEOUT))).isEmpty();
    assertThat(status()).isEqualTo(StepStatus.UNKNOWN);
  }

  @Test
  void answersWithTheOutcomeAfterDyingBehindTheCommit() {
    Claim.Claimed call = intended(Effect.ONCE);
    done(store.steps().commitToolCall(call, CallOutcome.of(ToolOutput.of("sent"))));
    assertThat(claimAgain()).isEqualTo(new Claim.Finished(StepStatus.SUCCEEDED, null));
    assertThat(entry().status()).isEqualTo(Status.COMMITTED);
  }

  @Test
  void repeatsAnIdempotentCallUnderTheSameKey() {
    Claim.Claimed lost = intended(Effect.IDEMPOTENT);
    Claim.Claimed again = intended(Effect.IDEMPOTENT);
    assertThat(again.step().effectKey()).isEqualTo(lost.step().effectKey());
    assertThat(store.steps().commitToolCall(lost, CallOutcome.of(ToolOutput.of("late"))))
        .isInstanceOf(Commit.Refused.class);
    done(store.steps().commitToolCall(again, CallOutcome.of(ToolOutput.of("sent"))));
    assertThat(store.effects().list(caller.orgId(), run.id())).hasSize(1);
    assertThat(entry().result()).isEqualTo("sent");
  }

  @Test
  void mayRepeatACallOfWhichTheToolSaysThatNothingHappened() {
    Claim.Claimed call = intended(Effect.ONCE);
    done(store.effects().notDone(call));
    assertThat(entry().status()).isEqualTo(Status.NOT_DONE);
    Claim.Claimed again = intended(Effect.ONCE);
    assertThat(entry().status()).isEqualTo(Status.INTENDED);
    assertThat(store.effects().notDone(call)).isInstanceOf(Commit.Refused.class);
    done(
        store
            .steps()
            .commitToolCall(
                again, new CallOutcome(ToolOutput.failure("no"), List.of(), Status.NOT_DONE)));
    assertThat(entry().status()).isEqualTo(Status.NOT_DONE);
    assertThat(store.effects().toUndo(run.ref())).isEmpty();
  }

  @Test
  void doesNotForgetAnAttemptThatMayHaveTakenEffectWhenTheNextSaysItDidNot() {
    intended(Effect.IDEMPOTENT);
    Claim.Claimed again = intended(Effect.IDEMPOTENT);
    done(store.effects().notDone(again));
    assertThat(entry().status()).isEqualTo(Status.UNKNOWN);
    Claim.Claimed last = intended(Effect.IDEMPOTENT);
    done(
        store
            .steps()
            .commitToolCall(
                last, new CallOutcome(ToolOutput.failure("no"), List.of(), Status.NOT_DONE)));
    assertThat(entry().status()).isEqualTo(Status.UNKNOWN);
    assertThat(store.effects().toUndo(run.ref())).hasSize(1);
  }

  @Test
  void holdsACallForAPersonWhenItsAttemptDoesNotKnow() {
    Claim.Claimed call = intended(Effect.ONCE);
    assertThat(names(done(store.effects().unknown(call, "It timed out."))))
        .containsExactly("Custom");
    assertThat(status()).isEqualTo(StepStatus.UNKNOWN);
    assertThat(unknown(claimAgain())).isEmpty();
    assertThat(store.effects().unknown(call, "again")).isInstanceOf(Commit.Refused.class);
  }

  @Test
  void doesNotDoubtWhatWasNeverIntended() {
    assertThat(store.effects().unknown(claim(), "?")).isInstanceOf(Commit.Refused.class);
    assertThat(status()).isEqualTo(StepStatus.RUNNING);
  }

  @Test
  void turnsAnIntendedCallUnknownWhenItIsGivenUp() {
    Claim.Claimed call = intended(Effect.ONCE);
    List<LoggedEvent> events = done(store.steps().giveUpToolCall(call.step(), TIMEOUT));
    assertThat(customValues(events, RunEvent.Custom.EFFECT).getFirst())
        .containsEntry("message", "It took too long.");
    assertThat(status()).isEqualTo(StepStatus.UNKNOWN);
    assertThat(store.sessions().transcript(caller.orgId(), run.threadId(), 0)).hasSize(2);
  }

  @Test
  void tellsTheModelOfAnIdempotentCallThatIsGivenUp() {
    Claim.Claimed call = intended(Effect.IDEMPOTENT);
    assertThat(names(done(store.steps().giveUpToolCall(call.step(), TIMEOUT))))
        .containsExactly("ToolCallResult");
    assertThat(entry().status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void commitsWhatAPersonSaidWithoutACall() {
    intended(Effect.ONCE);
    unknown(claimAgain());
    settle("given = '{\"content\":\"It happened.\",\"error\":false}'");
    Claim.Claimed call = claim();
    assertThat(call.given()).isEqualTo(ToolOutput.of("It happened."));
    done(store.steps().commitToolCall(call, CallOutcome.of(ToolOutput.of("It happened."))));
    assertThat(status()).isEqualTo(StepStatus.SUCCEEDED);
    assertThat(entry().status())
        .as("settled by whoever gave the outcome")
        .isEqualTo(Status.UNKNOWN);
  }

  @Test
  void makesACallThatIsOrderedAgainAnotherEffect() {
    Claim.Claimed first = intended(Effect.ONCE);
    unknown(claimAgain());
    settle("generation = 1");
    assertThat(store.steps().commitToolCall(first, CallOutcome.of(ToolOutput.of("late"))))
        .isInstanceOf(Commit.Refused.class);
    Claim.Claimed second = intended(Effect.ONCE);
    assertThat(second.step().stepId()).isEqualTo(run.id() + "/2.1~1");
    assertThat(entry().effectKey()).endsWith("/2.1~1");
    assertThat(
            customValues(
                store.effects().late(first, ToolOutput.of("late")), RunEvent.Custom.EFFECT))
        .hasSize(1);
    List<LoggedEvent> events =
        done(store.steps().commitToolCall(second, CallOutcome.of(ToolOutput.of("sent"))));
    assertThat(events.getFirst().stepId()).isEqualTo(run.id() + "/2.1~1");
    assertThat(store.effects().list(caller.orgId(), run.id()))
        .extracting(EffectEntry::status)
        .containsExactly(Status.LATE_COMMITTED, Status.COMMITTED);
  }

  @Test
  void keepsALateResultOnceAndNeverRepeatsTheCall() {
    Claim.Claimed lost = intended(Effect.ONCE);
    assertThat(store.effects().late(lost, ToolOutput.of("sent"))).hasSize(1);
    assertThat(store.effects().late(lost, ToolOutput.of("other"))).isEmpty();
    assertThat(entry().result()).isEqualTo("sent");
    unknown(claimAgain());
    assertThat(entry().status()).isEqualTo(Status.LATE_COMMITTED);
    assertThat(status()).isEqualTo(StepStatus.UNKNOWN);
  }

  @Test
  void saysUntilWhenItMayHappenAlsoWhenTheResultCameFirst() {
    Claim.Claimed lost = intended(Effect.ONCE);
    store.effects().late(lost, ToolOutput.of("sent"));
    unknown(claimAgain());
    RunError error = new RunError("effect_unknown", "Nobody knows.", null);
    store
        .interrupts()
        .open(
            new InterruptRequest(
                StepRef.of(run.ref(), 2).withCall(1),
                1,
                WaitReason.RECOVERY,
                error,
                List.of(RecoveryOperation.RETRY),
                WaitTerms.FOREVER,
                null));
    InterruptStore.InterruptFilter ofRun =
        new InterruptStore.InterruptFilter(null, run.id(), null, null);
    assertThat(
            store
                .interrupts()
                .list(caller.orgId(), ofRun, StoreFixture.ALL)
                .items()
                .getFirst()
                .detail())
        .containsEntry("lateResult", "sent")
        .containsEntry("hardDeadline", entry().hardDeadline().toString());
  }

  @Test
  void closesUnknownCallsAndIntentsWithTheRun() {
    Claim.Claimed first = intended(Effect.ONCE);
    Claim.Claimed second = fixture.claimCall(run, 2, 2);
    store.effects().unknown(first, "?");
    store.effects().intend(second, Effect.ONCE, LIMIT);
    store.runs().finish(run.ref(), new Ending.Failed(TIMEOUT));
    Transcripts.assertPaired(store, run);
    long events = Transcripts.assertWhole(store, run).size();
    assertThat(store.effects().list(caller.orgId(), run.id()))
        .extracting(EffectEntry::status)
        .containsOnly(Status.UNKNOWN);
    assertThat(store.effects().late(second, ToolOutput.of("sent"))).isEmpty();
    assertThat(entry().status()).isEqualTo(Status.LATE_COMMITTED);
    assertThat(store.events().lastPosition(caller.orgId(), run.sessionId())).isEqualTo(events);
  }

  @Test
  void countsAnEffectOnceHoweverManyAttemptsMeet() {
    for (int round = 0; round < 5; round++) {
      aRunThatIsToMakeTwoCalls();
      List<Boolean> called =
          Together.call(
              6,
              n -> {
                if (!(claimAgain() instanceof Claim.Claimed call)) {
                  return false;
                }
                if (!(store.effects().intend(call, Effect.ONCE, LIMIT) instanceof Commit.Done)) {
                  return false;
                }
                Commit commit =
                    store.steps().commitToolCall(call, CallOutcome.of(ToolOutput.of("sent")));
                if (commit instanceof Commit.Refused) {
                  store.effects().late(call, ToolOutput.of("sent"));
                }
                return true;
              });
      assertThat(called).filteredOn(c -> c).as("effects").hasSize(1);
      assertThat(entry().status()).isIn(Status.COMMITTED, Status.LATE_COMMITTED);
      assertThat(entry().result()).isEqualTo("sent");
    }
  }
}
