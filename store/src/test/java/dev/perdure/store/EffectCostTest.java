package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.port.EffectStore.Intent;
import dev.perdure.core.run.EffectEntry.Status;
import dev.perdure.core.run.InterruptRequest;
import dev.perdure.core.run.RecoveryOperation;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunCommand;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.run.WaitTerms;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Commit;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A call that took place is booked once, however late that is known. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EffectCostTest {

  private static final long COST = 2_500;

  private final StoreFixture fixture = new StoreFixture(EffectCostTest.class);
  private final Store store = fixture.store();
  private Caller caller;
  private Run run;
  private long before;
  private Claim.Claimed call;

  @BeforeEach
  void aCallThatIsUnderWay() {
    caller = fixture.caller();
    run = fixture.running(caller);
    store.steps().commitThought(fixture.claim(run, 1), fixture.calls("", 2));
    before = spent();
    call = fixture.claimCall(run, 2, 1);
    intend(call);
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  private void intend(Claim.Claimed attempt) {
    assertThat(
            store
                .effects()
                .intend(attempt, new Intent(Effect.ONCE, Duration.ofMinutes(2), "time@1", COST)))
        .isInstanceOf(Commit.Done.class);
  }

  private long spent() {
    return store.runs().get(caller.orgId(), run.id()).orElseThrow().costMicros();
  }

  private void assertBooked(int times) {
    assertThat(spent()).isEqualTo(before + times * COST);
    long booked =
        fixture
            .sql()
            .withHandle(handle ->
                handle
                    .createQuery(
                        "SELECT coalesce(sum(cost_micros), 0) FROM usage"
                            + " WHERE org_id = :org AND run_id = :run AND provider = 'tool'")
                    .bind("org", caller.orgId().value())
                    .bind("run", run.id())
                    .mapTo(Long.class)
                    .one());
    assertThat(booked).isEqualTo(times * COST);
  }

  private static List<String> names(List<LoggedEvent> events) {
    return events.stream()
        .map(LoggedEvent::event)
        .map(RunEvent.Custom.class::cast)
        .map(RunEvent.Custom::name)
        .toList();
  }

  private UUID asked() {
    store.effects().unknown(call, "It timed out.");
    return Objects.requireNonNull(
        store
            .interrupts()
            .open(
                new InterruptRequest(
                    StepRef.of(run.ref(), 2).withCall(1),
                    1,
                    WaitReason.RECOVERY,
                    new RunError("effect_unknown", "Nobody knows.", null),
                    List.of(RecoveryOperation.PROVIDE_RESULT, RecoveryOperation.SKIP_STEP),
                    WaitTerms.FOREVER,
                    null))
            .interruptId());
  }

  private void settled(UUID interrupt, RecoveryOperation by) {
    store
        .commands()
        .accept(caller, run.id(), new RunCommand.Recover(interrupt, by, null, null, null), null);
  }

  @Test
  void aResultInTimeIsBookedWithItAndNoMoreWhenItComesAgain() {
    store.steps().commitToolCall(call, CallOutcome.of(ToolOutput.of("sent")).costing(COST));
    assertBooked(1);
    assertThat(store.effects().late(call, ToolOutput.of("sent"))).isEmpty();
    assertBooked(1);
  }

  @Test
  void aLateResultIsBookedAndTold() {
    assertThat(names(store.effects().late(call, ToolOutput.of("sent"))))
        .containsExactly(RunEvent.Custom.EFFECT, RunEvent.Custom.USAGE);
    assertThat(store.effects().late(call, ToolOutput.of("sent"))).isEmpty();
    assertBooked(1);
  }

  @Test
  void lateResultsAtOnceAreBookedOnce() {
    IntStream.range(0, 8)
        .parallel()
        .forEach(_ -> store.effects().late(call, ToolOutput.of("sent")));
    assertBooked(1);
  }

  @Test
  void nobodyKnowsIsNotBookedUntilAPersonSaysThatItHappened() {
    UUID interrupt = asked();
    assertBooked(0);
    settled(interrupt, RecoveryOperation.PROVIDE_RESULT);
    assertBooked(1);
    store.effects().late(call, ToolOutput.of("sent"));
    assertBooked(1);
    Claim.Claimed given = fixture.claimCall(run, 2, 1);
    store.steps().commitToolCall(given, CallOutcome.of(Objects.requireNonNull(given.given())));
    assertBooked(1);
  }

  @Test
  void aResultThatCameBeforeAPersonConfirmsItIsBookedOnce() {
    UUID interrupt = asked();
    store.effects().late(call, ToolOutput.of("sent"));
    settled(interrupt, RecoveryOperation.PROVIDE_RESULT);
    assertBooked(1);
  }

  @Test
  void whatWasSkippedIsBookedOnlyWhenItTurnsOutToHaveHappened() {
    settled(asked(), RecoveryOperation.SKIP_STEP);
    assertBooked(0);
    store.effects().late(call, ToolOutput.of("sent"));
    assertBooked(1);
    assertThat(store.effects().list(caller.orgId(), run.id()).getFirst().status())
        .isEqualTo(Status.SKIPPED);
  }

  @Test
  void whatTheToolSaysDidNotHappenIsNotBooked() {
    store.effects().notDone(call);
    assertBooked(0);
    intend(call);
    store.steps().commitToolCall(call, CallOutcome.of(ToolOutput.of("sent")).costing(COST));
    assertBooked(1);
  }
}
