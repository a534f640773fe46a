package dev.perdure.store;

import static dev.perdure.store.Transcripts.customValues;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.event.RunEvent;
import dev.perdure.core.port.EffectStore.Undoing;
import dev.perdure.core.run.EffectEntry;
import dev.perdure.core.run.EffectEntry.Undo;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.Run;
import dev.perdure.core.session.Message;
import dev.perdure.core.session.Role;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.Caller;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UndoTest {

  private final StoreFixture fixture = new StoreFixture(UndoTest.class);
  private final Store store = fixture.store();
  private Caller caller;
  private Run run;

  @BeforeEach
  void aRunThatSentTwoThingsAndMaybeAThird() {
    caller = fixture.caller();
    run = fixture.running(caller);
    store.steps().commitThought(fixture.claim(run, 1), fixture.calls("", 3));
    for (int n = 1; n <= 3; n++) {
      Claim.Claimed call = fixture.claimCall(run, 2, n);
      store.effects().intend(call, Effect.ONCE, Duration.ofMinutes(1));
      if (n < 3) {
        store.steps().commitToolCall(call, CallOutcome.of(ToolOutput.of("sent " + n)));
      }
    }
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  private StepRef call(int n) {
    return StepRef.of(run.ref(), 2).withCall(n);
  }

  private void rollBack() {
    fixture
        .sql()
        .useHandle(handle ->
            handle
                .createUpdate(
                    "UPDATE runs SET status = 'cancelling', cancel_mode = 'rollback'"
                        + " WHERE org_id = :org AND id = :run")
                .bind("org", caller.orgId().value())
                .bind("run", run.id())
                .execute());
  }

  @Test
  void listsWhatTookPlaceOrMayHaveNewestFirst() {
    assertThat(store.effects().toUndo(run.ref())).containsExactly(call(3), call(2), call(1));
  }

  @Test
  void givesACompensationWhatItNeeds() {
    Undoing undoing = store.effects().undoing(call(2)).orElseThrow();
    assertThat(undoing.agentId()).isEqualTo(run.agentId());
    assertThat(undoing.tool()).isEqualTo("clock");
    assertThat(undoing.arguments()).isEqualTo("{\"n\":2}");
    assertThat(undoing.result()).isEqualTo("sent 2");
    assertThat(store.effects().undoing(call(3)).orElseThrow().result()).isEmpty();
  }

  @Test
  void letsTheFirstRecordStand() {
    assertThat(
            customValues(store.effects().undone(call(2), Undo.UNDONE, null), RunEvent.Custom.EFFECT)
                .getFirst())
        .containsEntry("undo", "undone")
        .containsEntry("stepId", run.id() + "/2.2");
    assertThat(store.effects().undone(call(2), Undo.FAILED, "again")).isEmpty();
    assertThat(store.effects().undoing(call(2))).isEmpty();
    assertThat(store.effects().toUndo(run.ref())).containsExactly(call(3), call(1));
    assertThat(store.effects().list(caller.orgId(), run.id()).get(1).undo()).isEqualTo(Undo.UNDONE);
  }

  @Test
  void saysInTheThreadWhatWasUndoneAndWhatWasNot() {
    rollBack();
    store.effects().undone(call(3), Undo.FAILED, "The provider refused.");
    store.effects().undone(call(2), Undo.IMPOSSIBLE, null);
    store.effects().undone(call(1), Undo.UNDONE, null);
    store.runs().finish(run.ref(), new Ending.Cancelled());
    List<Message> messages = Transcripts.assertPaired(store, run);
    Message last = messages.getLast();
    assertThat(last.role()).isEqualTo(Role.SYSTEM);
    assertThat(last.text())
        .isEqualTo(
            """
            The run was rolled back.
            - clock (%1$s/2.3): not undone, undoing failed: The provider refused.
            - clock (%1$s/2.2): not undone, the tool has no way to.
            - clock (%1$s/2.1): undone.\
            """
                .formatted(run.id()));
    Transcripts.assertWhole(store, run);
    store.runs().finish(run.ref(), new Ending.Cancelled());
    assertThat(Transcripts.assertPaired(store, run)).hasSameSizeAs(messages);
  }

  @Test
  void keepsSilentWhenACancelKeepsWhatIsDone() {
    store.runs().finish(run.ref(), new Ending.Cancelled());
    assertThat(Transcripts.assertPaired(store, run))
        .extracting(Message::role)
        .doesNotContain(Role.SYSTEM);
  }

  @Test
  void recordsButDoesNotTellWhenTheStreamIsOver() {
    store.runs().finish(run.ref(), new Ending.Cancelled());
    assertThat(store.effects().undone(call(1), Undo.UNDONE, null)).isEmpty();
    assertThat(store.effects().list(caller.orgId(), run.id()))
        .extracting(EffectEntry::undo)
        .containsExactly(Undo.UNDONE, null, null);
  }
}
