package dev.perdure.store;

import static dev.perdure.store.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.agent.Agent;
import dev.perdure.core.agent.Budget;
import dev.perdure.core.agent.OnExhausted;
import dev.perdure.core.port.CommandAccepted;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.run.Command;
import dev.perdure.core.run.RecoveryOperation;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunCommand;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.run.TopUp;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.Claim;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Top-ups, and what a run that waits for recovery is told to do. */
class RecoveriesTest extends CommandScene {

  @Test
  void raisesABudgetAndLetsTheRunGoOn() {
    Budget budget = new Budget(1000L, null, Duration.ofMinutes(5), OnExhausted.WAIT);
    UUID agent = fixture.agent(caller, StoreFixture.config(10, budget, List.of())).id();
    run = fixture.begun(fixture.start(caller, agent, null, "hi"));
    UUID waits = waits(WaitReason.BUDGET, new RunError("budget_tokens", "Spent.", null), 0);
    assertThat(fixture.get(run).waitingFor()).isEqualTo(WaitReason.BUDGET);
    TopUp more = new TopUp(5, 500L, null, Duration.ofMinutes(1));
    CommandAccepted accepted = tell(new RunCommand.AddBudget(more));
    assertThat(names(accepted.events())).containsExactly("perdure.topped_up", "perdure.resumed");
    assertThat(accepted.run().status()).isEqualTo(RunStatus.RUNNING);
    assertThat(accepted.run().budget().maxTokens()).isEqualTo(1500L);
    assertThat(accepted.run().budget().maxSteps()).isEqualTo(15);
    assertThat(accepted.run().error()).isNull();
    Command taken = store.commands().take(run.ref(), 0).getFirst();
    assertThat(taken)
        .isEqualTo(new Command(1, Command.Kind.TOP_UP, waits, "top_up", taken.timeLeft()));
    RunCommand again = new RunCommand.Recover(waits, RecoveryOperation.TOP_UP, null, null, more);
    assertThat(tell(again).replayed()).isTrue();
    assertThat(fixture.get(run).budget().maxTokens()).isEqualTo(1500L);
  }

  @Test
  void tellsTheWorkflowHowMuchTimeIsLeftAfterATopUp() {
    Budget anHour = new Budget(null, null, Duration.ofHours(1), OnExhausted.FINISH);
    Agent agent = fixture.agent(caller, StoreFixture.config(40, anHour, List.of()));
    Run limited = fixture.begun(fixture.start(caller, agent.id(), null, "hello"));
    fixture.tell(caller, limited.id(), new RunCommand.AddBudget(new TopUp(5, null, null, null)));
    fixture.tell(
        caller,
        limited.id(),
        new RunCommand.AddBudget(new TopUp(null, null, null, Duration.ofHours(2))));
    assertThat(store.commands().take(limited.ref(), 1))
        .extracting(Command::timeLeft)
        .allSatisfy(
            left -> assertThat(left).isBetween(Duration.ofMinutes(178), Duration.ofMinutes(180)));
  }

  @Test
  void raisesABudgetOnceUnderOneKey() {
    Budget budget = new Budget(1000L, null, null, OnExhausted.WAIT);
    UUID agent = fixture.agent(caller, StoreFixture.config(10, budget, List.of())).id();
    Run starting = fixture.start(caller, agent, null, "hi");
    RunCommand more = new RunCommand.AddBudget(new TopUp(null, 500L, null, null));
    assertRefused("run_not_started", () -> fixture.tell(caller, starting.id(), more), "starting");
    run = fixture.begun(starting);
    Idempotency key = new Idempotency("top-up", "a".repeat(64));
    Together.call(6, n -> store.commands().accept(caller, run.id(), more, key));
    assertThat(fixture.get(run).budget().maxTokens()).isEqualTo(1500L);
    assertRefused(
        "top_up_required", () -> tell(new RunCommand.AddBudget(new TopUp(null, 0L, null, null))));
  }

  @Test
  void triesAThinkAgainWithAnotherModel() {
    fixture.claim(run, 1);
    UUID id = waits(WaitReason.RECOVERY, AWAY, 0);
    assertThat(fixture.get(run).error()).isEqualTo(AWAY);
    assertRefused("model_required", () -> tell(recover(RecoveryOperation.SWITCH_MODEL)));
    RunCommand order =
        new RunCommand.Recover(null, RecoveryOperation.SWITCH_MODEL, "other/one", null, null);
    CommandAccepted accepted = tell(order);
    assertThat(accepted.run().status()).isEqualTo(RunStatus.RUNNING);
    assertThat(store.commands().take(run.ref(), 0))
        .containsExactly(new Command(1, Command.Kind.RECOVER, id, "switch_model"));
    Claim.Claimed claimed = fixture.claim(run, 1);
    assertThat(claimed.facts().model()).isEqualTo("other/one");
    assertThat(claimed.fence()).isEqualTo(3);
    assertThat(tell(order).replayed()).isTrue();
    assertRefused("no_open_interrupt", () -> tell(recover(RecoveryOperation.RETRY)), "running");
  }

  @Test
  void givesAThinkNothingWhenNobodyRecoveredItInTime() {
    UUID id = waits(WaitReason.RECOVERY, AWAY, 0);
    assertThat(store.interrupts().expire(run.ref(), id).won()).isTrue();
    assertThat(fixture.get(run).status()).isEqualTo(RunStatus.RUNNING);
    assertThat(fixture.claim(run, 1).given()).isNull();
  }

  @Test
  void takesAPersonsAnswerForAThink() {
    waits(WaitReason.RECOVERY, AWAY, 0);
    assertRefused("result_required", () -> tell(recover(RecoveryOperation.PROVIDE_RESULT)));
    tell(new RunCommand.Recover(null, RecoveryOperation.PROVIDE_RESULT, null, "42", null));
    assertThat(fixture.claim(run, 1).given()).isEqualTo(ToolOutput.of("42"));
  }

  @Test
  void cancelsByRecovery() {
    waits(WaitReason.RECOVERY, AWAY, 0);
    assertThat(tell(recover(RecoveryOperation.CANCEL)).run().status())
        .isEqualTo(RunStatus.CANCELLING);
    assertThat(store.commands().take(run.ref(), 0))
        .containsExactly(new Command(1, Command.Kind.CANCEL, null, "interrupt"));
  }

  @Test
  void asksWhichOfSeveralAndOffersOnlyWhatItMay() {
    store.steps().commitThought(fixture.claim(run, 1), fixture.calls("", 2));
    UUID one = waits(WaitReason.RECOVERY, AWAY, 1);
    waits(WaitReason.RECOVERY, AWAY, 2);
    assertRefused("interrupt_required", () -> tell(recover(RecoveryOperation.RETRY)));
    RunCommand skip = new RunCommand.Recover(one, RecoveryOperation.SKIP_STEP, null, null, null);
    assertThat(tell(skip).run().status()).isEqualTo(RunStatus.WAITING);
    assertThat(fixture.claimCall(run, 2, 1).given())
        .isEqualTo(ToolOutput.failure("A person skipped this call."));
  }

  @Test
  void repeatsAnUnknownEffectOnlyWhenTheFirstCallCanNoLongerHappen() {
    UUID id = unknown();
    RunCommand retry = new RunCommand.Recover(id, RecoveryOperation.RETRY, null, null, null);
    assertRefused("effect_may_still_happen", () -> tell(retry), "until", "waiting");
    fixture
        .sql()
        .useHandle(handle ->
            handle.execute("UPDATE effects SET hard_deadline = now() WHERE run_id = ?", run.id()));
    tell(retry);
    assertThat(fixture.claimCall(run, 2, 1).step().generation()).isEqualTo(1);
  }

  @Test
  void takesAPersonsWordForAnUnknownEffect() {
    tell(new RunCommand.Recover(unknown(), RecoveryOperation.PROVIDE_RESULT, null, null, null));
    assertThat(fixture.claimCall(run, 2, 1).given()).isEqualTo(ToolOutput.of("It happened."));
    assertThat(effectStatus()).isEqualTo("CONFIRMED");
    run = fixture.running(caller);
    tell(new RunCommand.Recover(unknown(), RecoveryOperation.SKIP_STEP, null, null, null));
    assertThat(fixture.claimCall(run, 2, 1).given())
        .isEqualTo(ToolOutput.failure("A person skipped this call. It may have taken effect."));
    assertThat(effectStatus()).isEqualTo("SKIPPED");
  }

  private String effectStatus() {
    return store.effects().list(caller.orgId(), run.id()).getFirst().status().name();
  }

  private UUID unknown() {
    store.steps().commitThought(fixture.claim(run, 1), fixture.calls("", 1));
    Claim.Claimed call = fixture.claimCall(run, 2, 1);
    store.effects().intend(call, Effect.ONCE, Duration.ofMinutes(5));
    store.effects().unknown(call, "It timed out.");
    return waits(WaitReason.RECOVERY, new RunError("effect_unknown", "Nobody knows.", null), 1);
  }
}
