package dev.perdure.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.core.check.Checkpoints;
import dev.perdure.core.check.Checkpoints.Point;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.EffectEntry.Status;
import dev.perdure.core.run.EffectEntry.Undo;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.skill.CompensableTool;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.step.StepStatus;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.workflows.ActActivities;
import dev.perdure.workflows.ActResult;
import dev.perdure.workflows.ThinkActivities;
import dev.perdure.workflows.UndoActivities;
import io.temporal.testing.TestActivityEnvironment;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Effects happen once, or nobody knows and a person is asked; and they can be undone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EffectsTest {

  /** What a process that dies leaves behind: everything committed so far, and nothing else. */
  private static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private Lab lab;
  private TestActivityEnvironment environment;
  private ActActivities activities;
  private UndoActivities undoing;

  @BeforeAll
  void open() {
    lab = new Lab(EffectsTest.class);
    environment = TestActivityEnvironment.newInstance();
    environment.registerActivitiesImplementations(
        lab.think, lab.act, new UndoActivitiesImpl(lab.ports, lab.heartbeats));
    activities = environment.newActivityStub(ActActivities.class);
    undoing = environment.newActivityStub(UndoActivities.class);
  }

  @AfterAll
  void close() {
    environment.close();
    lab.close();
  }

  @BeforeEach
  void quiet() {
    lab.checkpoints.set(Checkpoints.NONE);
    lab.skill.invocations.clear();
    lab.skill.undone.clear();
    lab.skill.onCall = call -> ToolOutput.of("done");
    lab.skill.onUndo = call -> {};
    lab.live.all.clear();
  }

  @Test
  void theIntentIsCommittedBeforeTheCallAndTheResultWithTheStep() {
    StepRef call = planned("fire");
    lab.skill.onCall =
        invocation -> {
          assertThat(lab.effect(call).status()).isEqualTo(Status.INTENDED);
          return ToolOutput.of("fired");
        };
    assertThat(activities.act(call)).isEqualTo(ActResult.DONE);
    assertThat(lab.effect(call))
        .returns(Status.COMMITTED, entry -> entry.status())
        .returns("fired", entry -> entry.result())
        .returns(call.effectKey(), entry -> entry.effectKey());
  }

  @Test
  void whatHasNoEffectIsNotInTheLedger() {
    StepRef call = planned("probe");
    activities.act(call);
    assertThat(lab.store.effects().list(call.run().orgId(), call.run().runId())).isEmpty();
  }

  @Test
  void aDeathBeforeTheIntentIsTriedAgain() {
    StepRef call = planned("fire");
    dieAt(Point.BEFORE_INTENT);
    assertThatThrownBy(() -> activities.act(call)).isInstanceOf(RuntimeException.class);
    assertThat(activities.act(call)).isEqualTo(ActResult.DONE);
    assertThat(lab.skill.invocations).hasSize(1);
  }

  @Test
  void aDeathAfterTheIntentLeavesTheEffectUnknown() {
    aDeathLeavesTheEffectUnknown(Point.BEFORE_TOOL_CALL, 0);
  }

  @Test
  void aDeathAfterTheCallLeavesTheEffectUnknown() {
    aDeathLeavesTheEffectUnknown(Point.AFTER_TOOL_CALL, 1);
  }

  @Test
  void aDeathBeforeTheCommitLeavesTheEffectUnknown() {
    aDeathLeavesTheEffectUnknown(Point.BEFORE_COMMIT, 1);
  }

  private void aDeathLeavesTheEffectUnknown(Point point, int calls) {
    StepRef call = planned("fire");
    dieAt(point);
    assertThatThrownBy(() -> activities.act(call)).isInstanceOf(RuntimeException.class);
    assertThat(activities.act(call)).isEqualTo(ActResult.UNKNOWN);
    assertThat(lab.skill.invocations).hasSize(calls);
    assertThat(lab.effect(call).status()).isEqualTo(Status.UNKNOWN);
    assertThat(lab.step(call).status()).isEqualTo(StepStatus.UNKNOWN);
    assertThat(effectEvents()).isNotEmpty();
  }

  @Test
  void aDeathAfterTheCommitIsNoDoubt() {
    StepRef call = planned("fire");
    dieAt(Point.AFTER_COMMIT);
    assertThatThrownBy(() -> activities.act(call)).isInstanceOf(RuntimeException.class);
    assertThat(activities.act(call)).isEqualTo(ActResult.DONE);
    assertThat(lab.skill.invocations).hasSize(1);
  }

  @Test
  void anIdempotentCallIsMadeAgainUnderItsKey() {
    StepRef call = planned("put");
    dieAt(Point.AFTER_TOOL_CALL);
    assertThatThrownBy(() -> activities.act(call)).isInstanceOf(RuntimeException.class);
    assertThat(activities.act(call)).isEqualTo(ActResult.DONE);
    assertThat(lab.skill.invocations)
        .extracting(ToolInvocation::idempotencyKey)
        .containsExactly(call.effectKey(), call.effectKey());
    assertThat(lab.effect(call).status()).isEqualTo(Status.COMMITTED);
  }

  @Test
  void anUntypedFailureLeavesNobodyTheWiser() {
    StepRef call = planned("fire");
    lab.skill.onCall =
        invocation -> {
          throw new IllegalStateException("connection reset, password=hunter2");
        };
    assertThat(activities.act(call)).isEqualTo(ActResult.UNKNOWN);
    assertThat(lab.effect(call).status()).isEqualTo(Status.UNKNOWN);
    assertThat(effectEvents().toString()).doesNotContain("hunter2");
  }

  @Test
  void aPartThatIsAwayIsNoTypedFailureOfTheTool() {
    StepRef call = planned("fire");
    lab.skill.onCall =
        invocation -> {
          throw PerdureException.unavailable("mail", null);
        };
    assertThat(activities.act(call)).isEqualTo(ActResult.UNKNOWN);
  }

  @Test
  void aTypedFailureSaysThatNothingHappened() {
    StepRef call = planned("fire");
    lab.skill.onCall =
        invocation -> {
          throw PerdureException.toolFinal("no_ammunition", "There is no ammunition.", null);
        };
    assertThat(activities.act(call)).isEqualTo(ActResult.DONE);
    assertThat(lab.effect(call).status()).isEqualTo(Status.NOT_DONE);
    assertThat(lab.toolResult(call.run()).error()).isTrue();
  }

  @Test
  void aTypedFailureThatMayPassIsTriedAgain() {
    StepRef call = planned("fire");
    AtomicInteger attempts = new AtomicInteger();
    lab.skill.onCall =
        invocation -> {
          if (attempts.incrementAndGet() == 1) {
            throw PerdureException.toolRetryable("busy", "Busy.", null, null);
          }
          return ToolOutput.of("fired");
        };
    assertThatThrownBy(() -> activities.act(call)).isInstanceOf(RuntimeException.class);
    assertThat(lab.effect(call).status()).isEqualTo(Status.NOT_DONE);
    assertThat(activities.act(call)).isEqualTo(ActResult.DONE);
    assertThat(lab.effect(call).status()).isEqualTo(Status.COMMITTED);
  }

  @Test
  void givingUpWhatDidNotHappenIsAResultAndWhatMayHaveIsNot() {
    StepRef call = planned("fire");
    lab.skill.onCall =
        invocation -> {
          throw PerdureException.toolRetryable("busy", "Busy.", null, null);
        };
    assertThatThrownBy(() -> activities.act(call)).isInstanceOf(RuntimeException.class);
    RunError error = new RunError("busy", "Busy.", null);
    assertThat(lab.record.giveUp(call, error)).isEqualTo(ActResult.DONE);

    StepRef lost = planned("fire");
    lab.skill.onCall = invocation -> ToolOutput.of("fired");
    dieAt(Point.AFTER_TOOL_CALL);
    assertThatThrownBy(() -> activities.act(lost)).isInstanceOf(RuntimeException.class);
    assertThat(lab.record.giveUp(lost, error)).isEqualTo(ActResult.UNKNOWN);
  }

  @Test
  void theResultOfAnAttemptThatWasOvertakenIsKept() {
    StepRef call = planned("fire");
    lab.skill.onCall =
        invocation -> {
          lab.store.steps().claim(call, StepKind.ACT); // another worker finds it unknown
          return ToolOutput.of("fired after all");
        };
    assertThatThrownBy(() -> activities.act(call)).isInstanceOf(RuntimeException.class);
    assertThat(lab.effect(call))
        .returns(Status.LATE_COMMITTED, entry -> entry.status())
        .returns("fired after all", entry -> entry.result());
    assertThat(activities.act(call)).isEqualTo(ActResult.UNKNOWN);
  }

  @Test
  void anEffectIsUndoneByItsToolUnderItsKey() {
    StepRef call = planned("fire");
    activities.act(call);
    assertThat(undoing.effectsToUndo(call.run())).containsExactly(call);
    undoing.undo(call);
    undoing.undo(call);
    assertThat(lab.skill.undone).containsExactly(call.effectKey() + " done");
    assertThat(lab.effect(call).undo()).isEqualTo(Undo.UNDONE);
    assertThat(undoing.effectsToUndo(call.run())).isEmpty();
  }

  @Test
  void undoingWhoseRecordWasLostIsDoneAgain() {
    StepRef call = planned("fire");
    activities.act(call);
    dieAt(Point.AFTER_TOOL_CALL);
    assertThatThrownBy(() -> undoing.undo(call)).isInstanceOf(RuntimeException.class);
    assertThat(lab.effect(call).undo()).isNull();
    undoing.undo(call);
    assertThat(lab.skill.undone).hasSize(2);
    assertThat(lab.effect(call).undo()).isEqualTo(Undo.UNDONE);
  }

  @Test
  void whatCannotBeUndoneIsSaid() {
    StepRef call = planned("put");
    activities.act(call);
    undoing.undo(call);
    assertThat(lab.effect(call))
        .returns(Undo.IMPOSSIBLE, entry -> entry.undo())
        .returns("The tool put can't undo what it does.", entry -> entry.undoMessage());
  }

  @Test
  void aCallThatMayStillBeUnderWayIsUndoneOnlyWhenItCanNoLongerBe() {
    StepRef call = planned("fire");
    dieAt(Point.AFTER_TOOL_CALL);
    assertThatThrownBy(() -> activities.act(call)).isInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> undoing.undo(call)).hasStackTraceContaining("effect_may_still_happen");
    assertThat(lab.skill.undone).isEmpty();
    assertThat(lab.effect(call).undo()).isNull();
    lab.hardDeadlinePasses(call);
    undoing.undo(call);
    assertThat(lab.skill.undone).containsExactly(call.effectKey() + " ");
    assertThat(lab.effect(call).undo()).isEqualTo(Undo.UNDONE);
  }

  @Test
  void undoingThatFailsIsTriedAgainOrRecorded() {
    StepRef call = planned("fire");
    activities.act(call);
    lab.skill.onUndo =
        invocation -> {
          throw PerdureException.toolRetryable("busy", "Busy.", null, null);
        };
    assertThatThrownBy(() -> undoing.undo(call)).isInstanceOf(RuntimeException.class);
    undoing.giveUpUndoing(call, new RunError("busy", "It stayed busy.", null));
    assertThat(lab.effect(call))
        .returns(Undo.FAILED, entry -> entry.undo())
        .returns("It stayed busy.", entry -> entry.undoMessage());

    StepRef other = planned("fire");
    activities.act(other);
    lab.skill.onUndo =
        invocation -> {
          throw new IllegalStateException("password=hunter2");
        };
    undoing.undo(other);
    assertThat(lab.effect(other))
        .returns(Undo.FAILED, entry -> entry.undo())
        .returns("The tool failed unexpectedly.", entry -> entry.undoMessage());
  }

  @Test
  void undoingThatLeavesSomethingSaysWhat() {
    StepRef call = planned("fire");
    activities.act(call);
    lab.skill.onUndo =
        invocation -> {
          throw PerdureException.toolFinal(CompensableTool.PARTLY_UNDONE, "Left: a.", null);
        };
    undoing.undo(call);
    assertThat(lab.effect(call))
        .returns(Undo.PARTLY, entry -> entry.undo())
        .returns("Left: a.", entry -> entry.undoMessage());
  }

  @Test
  void anotherTenantsCallIsNotMade() {
    StepRef call = planned("fire");
    OrgId stranger = lab.stranger();
    RunRef foreign = new RunRef(stranger, call.run().sessionId(), call.run().runId());
    StepRef stolen = StepRef.of(foreign, 2).withCall(1);
    assertThatThrownBy(() -> activities.act(stolen)).isInstanceOf(RuntimeException.class);
    assertThat(undoing.effectsToUndo(foreign)).isEmpty();
    undoing.undo(stolen);
    assertThat(lab.skill.invocations).isEmpty();
    assertThat(lab.step(call).status()).isEqualTo(StepStatus.PLANNED);
  }

  private List<RunEvent.Custom> effectEvents() {
    return lab.live.events(RunEvent.Custom.class).stream()
        .filter(event -> event.name().equals(RunEvent.Custom.EFFECT))
        .toList();
  }

  private void dieAt(Point point) {
    AtomicInteger times = new AtomicInteger();
    lab.checkpoints.set((reached, subject) -> {
      if (reached == point && times.getAndIncrement() == 0) {
        throw new Died();
      }
    });
  }

  private StepRef planned(String tool) {
    RunRef run = lab.running();
    lab.model.part = ScriptedModel.asksFor(tool, "{\"what\":\"it\"}");
    environment.newActivityStub(ThinkActivities.class).think(StepRef.of(run, 1), null);
    lab.live.all.clear();
    return StepRef.of(run, 2).withCall(1);
  }
}
